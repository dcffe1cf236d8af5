// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web.binding;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The families of operating systems. */
final class PlatformNames {
    private static final ProductNames NAMES = new ProductNames(List.of(
            // iPhones say that they are like Mac OS X, Android that it is Linux, and so on
            Map.entry("Windows Phone", "Windows Phone"),
            Map.entry("Windows", "Windows"),
            Map.entry("OpenHarmony", "HarmonyOS"),
            Map.entry("KAIOS/", "KaiOS"),
            Map.entry("Tizen", "Tizen"),
            Map.entry("Web0S", "webOS"),
            Map.entry("PlayStation", "PlayStation"),
            Map.entry("Nintendo", "Nintendo"),
            Map.entry("Android", "Android"),
            Map.entry("iPhone", "iOS"),
            Map.entry("iPod", "iOS"),
            Map.entry("iPad", "iPadOS"),
            Map.entry("CrOS ", "ChromeOS"),
            Map.entry("Macintosh", "macOS"),
            Map.entry("FreeBSD", "FreeBSD"),
            Map.entry("OpenBSD", "OpenBSD"),
            Map.entry("Linux", "Linux"),
            Map.entry("X11", "Unix")));

    private PlatformNames() {}

    static @Nullable String in(String userAgent) {
        return NAMES.in(userAgent);
    }
}
