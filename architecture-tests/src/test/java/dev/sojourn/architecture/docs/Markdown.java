// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.architecture.docs;

import dev.sojourn.architecture.Project;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One document, split into what the checks need: fenced blocks, headings and links. */
final class Markdown {

    private static final Pattern HEADING = Pattern.compile("#{1,6} +(.*?) *#*");
    private static final Pattern INLINE_LINK = Pattern.compile("\\[[^\\]]*]\\(<?([^)\\s>]+)>?(?:\\s+\"[^\"]*\")?\\)");
    private static final Pattern LINK_DEFINITION = Pattern.compile("^ {0,3}\\[[^\\]]+]: *<?([^\\s>]+)>?.*");
    private static final Pattern CODE_SPAN = Pattern.compile("(`+)[^`]*\\1");
    private static final Pattern ANCHOR = Pattern.compile("<a +(?:id|name)=\"([^\"]+)\"");

    private final Path file;
    private final List<Block> blocks = new ArrayList<>();
    private final List<Heading> headings = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private final List<String> anchors = new ArrayList<>();

    Markdown(Path file) {
        this.file = file;
        read(Project.read(file).lines().toList());
    }

    List<Block> blocks() {
        return List.copyOf(blocks);
    }

    List<Link> links() {
        return List.copyOf(links);
    }

    /** The blocks between a heading of the second level and the next one. */
    List<Block> blocksOfSection(String title) {
        int from = headings.stream()
                .filter(heading -> heading.title().equals(title))
                .mapToInt(Heading::line)
                .findFirst()
                .orElse(Integer.MAX_VALUE);
        int to = headings.stream()
                .filter(heading -> heading.level() <= 2)
                .mapToInt(Heading::line)
                .filter(line -> line > from)
                .min()
                .orElse(Integer.MAX_VALUE);
        return blocks.stream()
                .filter(block -> block.line() > from && block.line() < to)
                .toList();
    }

    /** What can stand after {@code #} in a link to this document. */
    List<String> anchors() {
        Map<String, Integer> seen = new HashMap<>();
        Stream<String> ofHeadings = headings.stream()
                .map(heading -> slug(heading.title()))
                .map(slug -> {
                    int times = seen.merge(slug, 1, Integer::sum);
                    return times == 1 ? slug : slug + "-" + (times - 1);
                });
        return Stream.concat(ofHeadings, anchors.stream()).toList();
    }

    @Override
    public String toString() {
        return Project.relative(file);
    }

    private void read(List<String> lines) {
        int line = 0;
        while (line < lines.size()) {
            String text = lines.get(line);
            if (text.strip().startsWith("```")) {
                int end = endOfBlock(lines, line);
                blocks.add(new Block(
                        line + 1,
                        text.strip().substring(3).strip(),
                        hint(lines, line),
                        String.join("\n", lines.subList(line + 1, end)).stripIndent()));
                line = end;
            } else {
                readText(text, line + 1);
            }
            line++;
        }
    }

    private static int endOfBlock(List<String> lines, int start) {
        int end = start + 1;
        while (end < lines.size() && !lines.get(end).strip().equals("```")) {
            end++;
        }
        return end;
    }

    /** The comment right above a block, blank lines aside. */
    private static String hint(List<String> lines, int start) {
        int above = start - 1;
        while (above >= 0 && lines.get(above).isBlank()) {
            above--;
        }
        Matcher comment = Pattern.compile("<!-- example: (.*?) *-->").matcher(above < 0 ? "" : lines.get(above));
        return comment.find() ? comment.group(1) : "";
    }

    private void readText(String text, int line) {
        Matcher heading = HEADING.matcher(text);
        if (heading.matches()) {
            headings.add(new Heading(line, text.indexOf(' '), heading.group(1)));
        }
        Matcher anchor = ANCHOR.matcher(text);
        while (anchor.find()) {
            anchors.add(anchor.group(1));
        }
        String withoutCode = CODE_SPAN.matcher(text).replaceAll("");
        Matcher link = INLINE_LINK.matcher(withoutCode);
        while (link.find()) {
            links.add(new Link(line, link.group(1)));
        }
        Matcher definition = LINK_DEFINITION.matcher(withoutCode);
        if (definition.matches()) {
            links.add(new Link(line, definition.group(1)));
        }
    }

    private static String slug(String title) {
        return title.replaceAll("\\[([^\\]]*)]\\([^)]*\\)", "$1")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    /**
     * A fenced block.
     *
     * @param line where it starts, from 1
     * @param language what stands after the fence
     * @param hint what the comment above it says to these tests
     * @param text its lines
     */
    record Block(int line, String language, String hint, String text) {}

    /**
     * A link.
     *
     * @param line where it stands, from 1
     * @param target where it leads
     */
    record Link(int line, String target) {}

    private record Heading(int line, int level, String title) {}
}
