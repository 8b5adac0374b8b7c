package dev.pictor.compat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Looks into jars, and into what else is a zip. */
final class Jars {
  private Jars() {}

  /** The names of the files in it. */
  static List<String> names(Path jar) throws IOException {
    List<String> names = new ArrayList<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (!entry.isDirectory()) {
          names.add(entry.getName());
        }
      }
    }
    return names;
  }

  /** How long the code in it is: all of its dex files. */
  static long dexBytes(Path jar) throws IOException {
    long bytes = 0;
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (entry.getName().endsWith(".dex")) {
          bytes += entry.getSize();
        }
      }
    }
    return bytes;
  }

  /** Copies all but the classes. */
  static Path withoutClasses(Path jar, Path copy) throws IOException {
    try (ZipFile from = new ZipFile(jar.toFile());
        ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(copy))) {
      for (String name : names(jar)) {
        if (!name.endsWith(".class")) {
          to.putNextEntry(new ZipEntry(name));
          to.write(bytes(from, name));
        }
      }
    }
    return copy;
  }

  /** One file of it. */
  static byte[] bytes(Path jar, String name) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return bytes(zip, name);
    }
  }

  private static byte[] bytes(ZipFile zip, String name) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (InputStream in = zip.getInputStream(zip.getEntry(name))) {
      byte[] buffer = new byte[8192];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        bytes.write(buffer, 0, count);
      }
    }
    return bytes.toByteArray();
  }
}
