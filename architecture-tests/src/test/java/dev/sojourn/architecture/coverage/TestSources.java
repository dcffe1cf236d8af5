// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.architecture.coverage;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import dev.sojourn.architecture.JavaSources;
import dev.sojourn.architecture.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tests of the project, each with the text that may name items: comments above and inside, and its name.
 * What stands at a class, or at something in it that is no test, belongs to the class.
 */
public final class TestSources {

    /* A comment of either kind, a text block, a string, or a character. */
    private static final Pattern TOKEN = Pattern.compile(
            "/\\*.*?\\*/|//[^\n]*" + "|\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'\\\\\n])+'",
            Pattern.DOTALL);

    private final List<NamedTest> tests = new ArrayList<>();
    private Path file = Project.ROOT;

    /** All tests: those in {@code src/test}, and the contracts that the test kit publishes. */
    public static List<NamedTest> ofTheProject() {
        List<Path> files = Project.javaFiles(Project.ROOT).stream()
                .filter(file -> {
                    String path = Project.relative(file);
                    return path.contains("/src/test/java/") || path.startsWith("testkit/src/main/java/");
                })
                .filter(file -> !Project.relative(file).startsWith("architecture-tests/")
                        || file.toString().endsWith("Test.java"))
                .filter(file -> !file.endsWith("MentionsTest.java"))
                .toList();
        return files.isEmpty() ? List.of() : new TestSources(files).tests;
    }

    private TestSources(List<Path> files) {
        JavacTask task = JavaSources.task(files);
        SourcePositions positions = Trees.instance(task).getSourcePositions();
        try {
            for (CompilationUnitTree unit : task.parse()) {
                String source = unit.getSourceFile().getCharContent(true).toString();
                file = Path.of(unit.getSourceFile().toUri());
                int from = 0;
                for (Tree type : unit.getTypeDecls()) {
                    if (type instanceof ClassTree declared) {
                        read(unit, source, declared, declared.getSimpleName().toString(), from, positions);
                    }
                    from = (int) positions.getEndPosition(unit, type);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(
            CompilationUnitTree unit,
            String source,
            ClassTree type,
            String name,
            int start,
            SourcePositions positions) {
        StringBuilder ofTheClass = new StringBuilder();
        int from = start;
        for (Tree member : type.getMembers()) {
            int begin = (int) positions.getStartPosition(unit, member);
            int end = (int) positions.getEndPosition(unit, member);
            if (begin < 0 || end < from) {
                continue; // What the compiler adds has no place in the source.
            }
            if (from == start) {
                int body = Math.max(from, endOfClassHeader(source, unit, type, begin, positions));
                ofTheClass.append(source, from, body).append('\n');
                from = body;
            }
            String text = source.substring(from, end);
            if (member instanceof ClassTree nested) {
                read(unit, source, nested, name + "." + nested.getSimpleName(), from, positions);
            } else if (member instanceof MethodTree method && isTest(method)) {
                add(name + "." + method.getName(), text, method.getName().toString());
            } else {
                ofTheClass.append(text).append('\n');
            }
            from = end;
        }
        add(name, ofTheClass.toString(), "");
    }

    /** Where the class's body begins, so that the comment of its first member is not taken for the class's. */
    private static int endOfClassHeader(
            String source, CompilationUnitTree unit, ClassTree type, int firstMember, SourcePositions positions) {
        int header = (int) positions.getStartPosition(unit, type);
        Matcher token = TOKEN.matcher(source);
        int at = header;
        while (at < firstMember) {
            if (source.charAt(at) == '{' && !source.substring(header, at).endsWith("(")) {
                return at;
            }
            at = token.find(at) && token.start() == at ? token.end() : at + 1;
        }
        return firstMember;
    }

    private void add(String name, String text, String methodName) {
        StringBuilder comments = new StringBuilder(methodName).append('\n');
        StringBuilder strings = new StringBuilder();
        Matcher token = TOKEN.matcher(text);
        while (token.find()) {
            String found = token.group();
            if (found.startsWith("/")) {
                comments.append(withoutStars(found)).append('\n');
            } else {
                strings.append(found).append('\n');
            }
        }
        tests.add(new NamedTest(file, name, comments.toString(), strings.toString()));
    }

    /** A mention may be broken over two lines of a comment. */
    private static String withoutStars(String comment) {
        return comment.replaceAll("\\s*\n\\s*\\*?\\s*", " ").replaceAll("^/[/*]+|\\*/$", "");
    }

    private static boolean isTest(MethodTree method) {
        return method.getModifiers().getAnnotations().stream()
                .map(annotation -> annotation.getAnnotationType().toString())
                .anyMatch(annotation -> annotation.matches("(.*\\.)?(\\w*Test|TestFactory|TestTemplate)"));
    }

    /**
     * A test, or a class of tests.
     *
     * @param file where it stands
     * @param name class and method
     * @param comments its comments and its name
     * @param strings the strings in it
     */
    public record NamedTest(Path file, String name, String comments, String strings) {}
}
