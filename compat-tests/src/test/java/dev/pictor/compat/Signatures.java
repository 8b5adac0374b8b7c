package dev.pictor.compat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** What a jar offers and nothing of how it does it: classes whose methods have no code. */
final class Signatures {
  private Signatures() {}

  /** The same bytes for the same signatures, whenever it is made. */
  static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    try (JarFile jar = new JarFile(from.toFile());
        OutputStream file = Files.newOutputStream(to);
        JarOutputStream out = new JarOutputStream(file)) {
      List<JarEntry> classes =
          jar.stream()
              .filter(entry -> entry.getName().matches("dev/(?!.*/internal/).*\\.class"))
              .sorted((one, other) -> one.getName().compareTo(other.getName()))
              .collect(Collectors.toList());
      for (JarEntry entry : classes) {
        byte[] stripped = stripped(jar.getInputStream(entry).readAllBytes());
        if (stripped.length > 0) {
          out.putNextEntry(at1980(entry.getName()));
          out.write(stripped);
        }
      }
    }
  }

  private static JarEntry at1980(String name) {
    JarEntry entry = new JarEntry(name);
    entry.setLastModifiedTime(FileTime.from(java.time.Instant.parse("1980-02-01T00:00:00Z")));
    return entry;
  }

  /** Empty for what nobody can name or inherit from: an anonymous class, for example. */
  private static byte[] stripped(byte[] bytes) {
    ClassReader reader = new ClassReader(bytes);
    ClassWriter writer = new ClassWriter(0);
    Offered offered = new Offered(writer);
    reader.accept(offered, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
    return offered.isHidden ? new byte[0] : writer.toByteArray();
  }

  private static final class Offered extends ClassVisitor {
    private String name = "";
    private boolean isHidden;

    Offered(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visit(
        int version, int access, String name, String signature, String parent, String[] faces) {
      this.name = name;
      isHidden = (access & Opcodes.ACC_SYNTHETIC) != 0;
      super.visit(version, access, name, signature, parent, faces);
    }

    @Override
    public void visitInnerClass(String inner, String outer, String simple, int access) {
      if (inner.equals(name) && (simple == null || (access & Opcodes.ACC_PRIVATE) != 0)) {
        isHidden = true;
      }
      super.visitInnerClass(inner, outer, simple, access);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String method, String type, String signature, String[] thrown) {
      return (access & Opcodes.ACC_SYNTHETIC) == 0 || (access & Opcodes.ACC_BRIDGE) != 0
          ? super.visitMethod(access, method, type, signature, thrown)
          : null;
    }
  }
}
