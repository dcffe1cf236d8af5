// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.Cookie;
import dev.sojourn.servers.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The demo in a real Chromium: with and without JavaScript, with the back button, and with pictures to look at in target/. */
final class DemoBrowserTest {
    private static final List<String> BROWSERS =
            List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");

    private static DemoServer server;
    private static Playwright playwright;
    private static Browser browser;

    @BeforeAll
    static void start() throws IOException {
        Path executable = Requires.orSkip(
                BROWSERS.stream().map(Path::of).filter(Files::isExecutable).findFirst(),
                "no browser: none of " + BROWSERS + " is there; install the package chromium");
        server = DemoServer.start(0, DemoSettings.inMemory());
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
    }

    @AfterAll
    static void stop() {
        if (playwright != null) {
            browser.close();
            playwright.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void one_can_count_sign_in_and_sign_out_without_javascript() {
        visit(false);
    }

    @Test
    void one_can_count_sign_in_and_sign_out_with_javascript() {
        visit(true);
    }

    /** The page must not come back from the browser's memory after signing out. */
    @Test
    void the_back_button_after_signing_out_shows_nobody_signed_in() {
        try (BrowserContext context = context(true)) {
            Page page = open(context);
            signIn(page, "Ada");
            assertThat(page.locator("#user")).hasText("Ada");
            page.navigate(home() + "api/session");
            page.navigate(home());
            page.click("#logout");
            assertThat(page.locator("#user")).hasText("nobody");

            page.goBack();

            assertThat(page.locator("#user")).hasText("nobody");
        }
    }

    /** T71: the cookie is the one promised, and scripts cannot read it. */
    @Test
    void the_cookie_is_http_only_and_lax() {
        try (BrowserContext context = context(true)) {
            Page page = open(context);
            page.click("#increment");
            assertThat(page.locator("#visits")).hasText("1");

            Cookie cookie = context.cookies().get(0);

            assertEquals(1, context.cookies().size());
            assertTrue(cookie.httpOnly);
            assertEquals("LAX", cookie.sameSite.name());
            assertEquals("", page.evaluate("document.cookie"));
        }
    }

    private static void visit(boolean javaScript) {
        try (BrowserContext context = context(javaScript)) {
            Page page = open(context);
            assertThat(page.locator("#visits")).hasText("0");
            picture(page, "1-first-look-" + (javaScript ? "js" : "plain"));

            page.click("#increment");
            assertThat(page.locator("#visits")).hasText("1");
            page.click("#increment");
            assertThat(page.locator("#visits")).hasText("2");
            String idBefore = page.textContent("#session-id");

            signIn(page, "Ada Lovelace");
            assertThat(page.locator("#user")).hasText("Ada Lovelace");
            assertThat(page.locator("#visits")).hasText("2");
            assertTrue(!idBefore.equals(page.textContent("#session-id")), "the id changes at login");
            picture(page, "2-signed-in-" + (javaScript ? "js" : "plain"));

            page.click("#logout");
            assertThat(page.locator("#user")).hasText("nobody");
            assertThat(page.locator("#visits")).hasText("0");
            assertTrue(context.cookies().isEmpty());
        }
    }

    private static BrowserContext context(boolean javaScript) {
        return browser.newContext(
                new Browser.NewContextOptions().setJavaScriptEnabled(javaScript).setViewportSize(1000, 800));
    }

    private static Page open(BrowserContext context) {
        Page page = context.newPage();
        page.navigate(home());
        return page;
    }

    private static void signIn(Page page, String name) {
        page.fill("#name", name);
        page.click("#login");
    }

    private static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "pictures", name + ".png")));
    }

    private static String home() {
        return "http://localhost:" + server.port() + "/";
    }
}
