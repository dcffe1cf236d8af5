// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web.binding;

import dev.sojourn.web.WebExchange;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a client says of itself in {@code User-Agent}: the family of the browser and of the system, without versions.
 *
 * <p>Only the first 1,024 characters count. All names that come out of it are ours, so they are harmless in pages and logs. It
 * is the client's own claim: decide nothing by it alone. Immutable.
 */
public final class UserAgent {
    private static final int LONGEST = 1024;
    private static final Pattern PRODUCT = Pattern.compile("([A-Za-z0-9][A-Za-z0-9._-]{0,31})(?:[/ ;(].*)?");

    private final @Nullable String browser;
    private final @Nullable String platform;
    private final String product;

    private UserAgent(String text) {
        this.browser = BrowserNames.in(text);
        this.platform = PlatformNames.in(text);
        Matcher first = PRODUCT.matcher(text);
        this.product = first.matches() ? first.group(1).toLowerCase(Locale.ROOT) : "";
    }

    /** What this text says; any text is allowed. */
    public static UserAgent parse(String text) {
        String start = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        return new UserAgent(start.strip());
    }

    /** What the client of this request says; nothing is known of one that says nothing. */
    public static UserAgent of(WebExchange exchange) {
        return parse(exchange.requestHeaders("User-Agent").stream().findFirst().orElse(""));
    }

    /** The family of the browser or program: {@code Firefox}, {@code curl}. */
    public Optional<String> browser() {
        return Optional.ofNullable(browser);
    }

    /** The family of the operating system: {@code Windows}, {@code Android}. */
    public Optional<String> platform() {
        return Optional.ofNullable(platform);
    }

    /**
     * For a list of devices: {@code Firefox on Linux}, {@code curl}, {@code unknown browser on Windows} or
     * {@code unknown browser}. To be given to {@link dev.sojourn.Session#describeClient}.
     */
    public String describe() {
        String name = browser == null ? "unknown browser" : browser;
        return platform == null ? name : name + " on " + platform;
    }

    /** What stays the same through updates: the family, or the name that an unknown program gives itself; perhaps empty. */
    String family() {
        return browser == null ? product : browser;
    }

    /** The same as {@link #describe()}. */
    @Override
    public String toString() {
        return describe();
    }
}
