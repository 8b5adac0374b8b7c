package dev.pictor.docs;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** What a module of the SDK makes public outside of {@code internal}, read from its sources. */
final class PublicApi {
  /** A public top-level type. */
  static final class Type {
    final String name;

    /** The public types inside it, but for builders, which each value has. */
    final List<String> nested = new ArrayList<>();

    /** The first sentence of its Javadoc. */
    final String purpose;

    Type(String name, String purpose) {
      this.name = name;
      this.purpose = purpose;
    }
  }

  /** The types by package, in the order of their names. */
  final Map<String, List<Type>> types = new TreeMap<>();

  /** The first sentence of each package. */
  final Map<String, String> packages = new TreeMap<>();

  /** What has no Javadoc, or has one that does not say what it throws. */
  final List<String> gaps = new ArrayList<>();

  private PublicApi() {}

  /** The folders of the modules that are published, in the order of the build. */
  static List<String> modules() throws IOException {
    Matcher module =
        Pattern.compile("<module>(sdk-[a-z]+)</module>")
            .matcher(Documents.read(Documents.ROOT.resolve("pom.xml")));
    List<String> modules = new ArrayList<>();
    while (module.find()) {
      if (!module.group(1).equals("sdk-bom")) {
        modules.add(module.group(1));
      }
    }
    return modules;
  }

  static PublicApi of(String module) throws IOException {
    List<File> files;
    try (Stream<Path> sources =
        Files.walk(Documents.ROOT.resolve(module).resolve("src/main/java"))) {
      files =
          sources
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> !file.toString().contains("internal"))
              .sorted()
              .map(Path::toFile)
              .collect(Collectors.toList());
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, manager, null, null, null, manager.getJavaFileObjectsFromFiles(files));
      PublicApi api = new PublicApi();
      DocTrees docs = DocTrees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        api.new Scanner(unit, docs).scan(unit, null);
      }
      return api;
    }
  }

  int count() {
    return types.values().stream().mapToInt(List::size).sum();
  }

  /** Goes through what is visible from outside, and nothing else. */
  private final class Scanner extends TreePathScanner<Void, Void> {
    private final String packageName;
    private final DocTrees docs;
    private final Deque<ClassTree> inside = new ArrayDeque<>();
    private Optional<Type> type = Optional.empty();

    Scanner(CompilationUnitTree unit, DocTrees docs) {
      packageName = unit.getPackageName().toString();
      this.docs = docs;
      if (unit.getSourceFile().getName().endsWith("package-info.java")) {
        packages.put(packageName, purpose(new TreePath(new TreePath(unit), unit.getPackage())));
      }
    }

    @Override
    public Void visitClass(ClassTree tree, Void nothing) {
      if (!isShown(tree.getModifiers())) {
        return null;
      }
      String name = tree.getSimpleName().toString();
      look(name, tree.getModifiers(), "");
      if (inside.isEmpty()) {
        Type found = new Type(name, purpose(getCurrentPath()));
        types.computeIfAbsent(packageName, key -> new ArrayList<>()).add(found);
        type = Optional.of(found);
      } else if (!name.equals("Builder")) {
        type.get()
            .nested
            .add(
                inside.stream()
                        .limit(inside.size() - 1L)
                        .map(outer -> outer.getSimpleName() + ".")
                        .reduce("", (inner, outer) -> outer + inner)
                    + name);
      }
      inside.push(tree);
      super.visitClass(tree, null);
      inside.pop();
      return null;
    }

    @Override
    public Void visitMethod(MethodTree tree, Void nothing) {
      String name = tree.getName() + "(" + tree.getParameters() + ")";
      look(name, tree.getModifiers(), tree.getBody() == null ? "" : tree.getBody().toString());
      return null;
    }

    @Override
    public Void visitVariable(VariableTree tree, Void nothing) {
      look(tree.getName().toString(), tree.getModifiers(), "");
      return null;
    }

    private boolean isShown(ModifiersTree modifiers) {
      return modifiers.getFlags().contains(Modifier.PUBLIC)
          || modifiers.getFlags().contains(Modifier.PROTECTED)
          || (!inside.isEmpty() && inside.peek().getKind() == Tree.Kind.INTERFACE);
    }

    private void look(String name, ModifiersTree modifiers, String body) {
      boolean isInherited =
          modifiers.getAnnotations().stream()
              .anyMatch(annotation -> annotation.getAnnotationType().toString().equals("Override"));
      if (isInherited || !isShown(modifiers)) {
        return;
      }
      String comment = Optional.ofNullable(docs.getDocComment(getCurrentPath())).orElse("");
      String place =
          packageName
              + inside.stream()
                  .map(outer -> "." + outer.getSimpleName())
                  .reduce("", (inner, outer) -> outer + inner)
              + "."
              + name;
      if (comment.trim().isEmpty()) {
        gaps.add(place + " has no Javadoc");
      } else if (body.contains("throw new ") && !comment.contains("Exception")) {
        gaps.add(place + " throws, and its Javadoc does not say what");
      }
    }

    private String purpose(TreePath path) {
      DocCommentTree comment = docs.getDocCommentTree(path);
      return comment == null
          ? ""
          : comment.getFirstSentence().stream()
              .map(PublicApi::text)
              .collect(Collectors.joining())
              .replaceAll("\\s+", " ")
              .trim();
    }
  }

  private static String text(DocTree tree) {
    if (tree instanceof LinkTree) {
      LinkTree link = (LinkTree) tree;
      return link.getLabel().isEmpty()
          ? "`"
              + link.getReference()
                  .getSignature()
                  .replaceAll("^#|[a-z.]+\\.(?=[A-Z])", "")
                  .replace('#', '.')
              + "`"
          : link.getLabel().stream().map(PublicApi::text).collect(Collectors.joining());
    }
    if (tree instanceof LiteralTree) {
      return "`" + ((LiteralTree) tree).getBody().toString().trim() + "`";
    }
    return tree.toString();
  }
}
