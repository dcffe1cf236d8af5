// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.architecture.docs;

import dev.sojourn.architecture.HouseModule;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A {@code java} block of a document as a source file: whole files as they are, fragments in a class around them.
 *
 * @param className the type in it that is compiled, and run if it has a main method
 * @param source the source file
 * @param kind what to do with it
 */
record Example(String className, String source, Kind kind) {

    private static final Pattern TYPE = Pattern.compile(
            "^(?:public |final |sealed |non-sealed |abstract )*(?:class|interface|record|enum|@interface) +(\\w+)",
            Pattern.MULTILINE);
    private static final Pattern PUBLIC_TYPE = Pattern.compile(
            "^public (?:final |sealed |non-sealed |abstract )*(?:class|interface|record|enum|@interface) +(\\w+)",
            Pattern.MULTILINE);
    private static final Pattern MAIN = Pattern.compile("public static void main\\(");
    private static final Map<String, Kind> HINTS = Map.of("server", Kind.SERVER, "compile only", Kind.COMPILED);

    /** What to do with an example after it was compiled. */
    enum Kind {
        /** Nothing. */
        COMPILED,
        /** Run it to its end. */
        PROGRAM,
        /** Run it until it says something, then stop it. */
        SERVER
    }

    static Example of(Markdown.Block block) {
        boolean isFragment =
                block.hint().equals("members") || !TYPE.matcher(block.text()).find();
        if (isFragment) {
            return new Example("Fragment", fragment(block), Kind.COMPILED);
        }
        Matcher shown = PUBLIC_TYPE.matcher(block.text());
        Matcher any = TYPE.matcher(block.text());
        String name = shown.find() ? shown.group(1) : any.find() ? any.group(1) : "Fragment";
        Kind byItself = MAIN.matcher(block.text()).find() ? Kind.PROGRAM : Kind.COMPILED;
        return new Example(name, block.text(), HINTS.getOrDefault(block.hint(), byItself));
    }

    private static String fragment(Markdown.Block block) {
        String own =
                block.text().lines().filter(line -> line.startsWith("import ")).collect(Collectors.joining("\n"));
        String body =
                block.text().lines().filter(line -> !line.startsWith("import ")).collect(Collectors.joining("\n"));
        String given = block.hint().startsWith("given ") ? block.hint().substring("given ".length()) : "";
        String inside =
                block.hint().equals("members") ? body : "void run(" + given + ") throws Exception {\n" + body + "\n}";
        return imports() + own + "\nabstract class Fragment {\n" + inside + "\n}\n";
    }

    private static String imports() {
        List<String> known =
                List.of("java.time", "java.util", "java.util.function", "jakarta.servlet", "jakarta.servlet.http");
        Stream<String> ours = HouseModule.allPublished().stream()
                .flatMap(module -> new TreeSet<>(module.exportedPackages()).stream());
        return Stream.concat(known.stream(), ours)
                .map(name -> "import " + name + ".*;\n")
                .collect(Collectors.joining());
    }
}
