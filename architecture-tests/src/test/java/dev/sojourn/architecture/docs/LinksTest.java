// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.architecture.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sojourn.architecture.Project;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Links inside the project lead somewhere. Links to the outside are not followed: tests need no network. */
class LinksTest {

    private static final Pattern OUTSIDE = Pattern.compile("[a-z][a-z0-9+.-]*:.*|//.*");

    @Test
    void every_relative_link_leads_to_a_file_and_a_heading() {
        List<String> broken = new ArrayList<>();
        for (Path document : Project.documents()) {
            Markdown markdown = new Markdown(document);
            markdown.links().stream()
                    .filter(link -> !OUTSIDE.matcher(link.target()).matches())
                    .filter(link -> !leadsSomewhere(document, link.target()))
                    .forEach(link -> broken.add(markdown + ":" + link.line() + " " + link.target()));
        }
        assertEquals("", String.join("\n", broken));
    }

    private static boolean leadsSomewhere(Path document, String target) {
        int hash = target.indexOf('#');
        String path = URLDecoder.decode(hash < 0 ? target : target.substring(0, hash), StandardCharsets.UTF_8);
        Path file = path.isEmpty() ? document : document.resolveSibling(path).normalize();
        if (!file.startsWith(Project.ROOT) || !Files.exists(file)) {
            return false;
        }
        return hash < 0
                || !file.toString().endsWith(".md")
                || new Markdown(file).anchors().contains(target.substring(hash + 1));
    }
}
