// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo.site;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What people recognise in a {@code User-Agent}: "Firefox on Linux". It is the client's own claim, in words of ours. */
final class ClientName {
    /** What is found, and what it is called; Edge says Chrome too, and Chrome says Safari. */
    private static final List<String[]> BROWSERS = List.of(
            new String[] {"Edg/", "Edge"},
            new String[] {"OPR/", "Opera"},
            new String[] {"Firefox/", "Firefox"},
            new String[] {"Chrome/", "Chrome"},
            new String[] {"Safari/", "Safari"},
            new String[] {"curl/", "curl"});

    /** Android says Linux too, and an iPhone says Mac OS X. */
    private static final List<String[]> SYSTEMS = List.of(
            new String[] {"Android", "Android"},
            new String[] {"iPhone", "iPhone"},
            new String[] {"iPad", "iPad"},
            new String[] {"Windows", "Windows"},
            new String[] {"Mac OS X", "macOS"},
            new String[] {"Linux", "Linux"});

    private ClientName() {}

    static String of(@Nullable String userAgent) {
        String said = userAgent == null ? "" : userAgent;
        String browser = find(BROWSERS, said, "Unknown browser");
        String system = find(SYSTEMS, said, "");
        return system.isEmpty() ? browser : browser + " on " + system;
    }

    private static String find(List<String[]> names, String said, String otherwise) {
        return names.stream()
                .filter(name -> said.contains(name[0]))
                .map(name -> name[1])
                .findFirst()
                .orElse(otherwise);
    }
}
