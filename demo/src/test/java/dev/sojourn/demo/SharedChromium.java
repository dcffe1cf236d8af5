// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import dev.sojourn.servers.Requires;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The one Chromium of all tests, which ends with them. For it, every host under {@code test} is this machine. */
final class SharedChromium {
    private static final List<String> BROWSERS =
            List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");

    private static @Nullable Browser browser;

    private SharedChromium() {}

    /** Starts it, unless it runs; skips the test where there is none. */
    static synchronized Browser get() {
        if (browser == null) {
            Path executable = Requires.orSkip(
                    BROWSERS.stream().map(Path::of).filter(Files::isExecutable).findFirst(),
                    "no browser: none of " + BROWSERS + " is there; install the package chromium");
            Playwright playwright = Playwright.create(
                    new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            browser = playwright.chromium().launch(options(executable));
            Runtime.getRuntime().addShutdownHook(new Thread(playwright::close, "chromium-stop"));
        }
        return browser;
    }

    /** Somebody's browser, without any cookie. */
    static BrowserContext somebody() {
        return somebody(true);
    }

    static BrowserContext somebody(boolean javaScript) {
        return get().newContext(new Browser.NewContextOptions()
                .setJavaScriptEnabled(javaScript)
                .setViewportSize(1000, 800));
    }

    /** Fills in the form of the page to sign in, on which this page is. */
    static void signIn(Page page, String name) {
        page.fill("#name", name);
        page.fill("#password", Visitor.PASSWORD);
        page.click("#login");
    }

    private static BrowserType.LaunchOptions options(Path executable) {
        return new BrowserType.LaunchOptions()
                .setExecutablePath(executable)
                .setArgs(List.of(
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--host-resolver-rules=MAP *.test 127.0.0.1"));
    }
}
