// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The demo in a real Chromium: with and without JavaScript, with the back button, and with pictures to look at in target/. */
final class DemoBrowserTest {
    private static DemoServer server;

    @BeforeAll
    static void start() throws IOException {
        SharedChromium.get();
        server = DemoServer.start(0, DemoSettings.inMemory()::open);
    }

    @AfterAll
    static void stop() {
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
        try (BrowserContext context = SharedChromium.somebody()) {
            Page page = open(context, "login");
            SharedChromium.signIn(page, "Ada");
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
        try (BrowserContext context = SharedChromium.somebody()) {
            Page page = open(context, "");
            page.click("#increment");
            assertThat(page.locator("#visits")).hasText("1");

            Cookie cookie = context.cookies().get(0);

            assertEquals(1, context.cookies().size());
            assertTrue(cookie.httpOnly);
            assertEquals("LAX", cookie.sameSite.name());
            assertEquals("", page.evaluate("document.cookie"));
        }
    }

    /** ASVS 3.4.3: the strict policy is one that the pages can live with; the browser has nothing to complain about. */
    @Test
    void the_pages_keep_to_their_policy() {
        List<String> complaints = new ArrayList<>();
        try (BrowserContext context = SharedChromium.somebody()) {
            Page page = open(context, "");
            page.onConsoleMessage(message -> complaints.add(message.text()));
            page.click("#sign-in");
            SharedChromium.signIn(page, "Ada");
            page.click("#sessions");
            assertThat(page.locator("h1")).hasText("Your sessions");
            page.navigate(home() + "confirm");
            assertEquals("14px", page.evaluate("getComputedStyle(document.querySelector('.card')).borderRadius"));
        }
        assertEquals(List.of(), complaints);
    }

    /** The caret stands in the form at once; Tab and Enter do the rest, and each stop can be seen. */
    @Test
    void one_can_sign_in_and_out_by_keyboard() {
        try (BrowserContext context = SharedChromium.somebody()) {
            Page page = open(context, "login");
            assertThat(page.locator("#name")).isFocused();
            page.keyboard().type("Ada");
            page.keyboard().press("Tab");
            page.keyboard().type(Visitor.PASSWORD);
            page.keyboard().press("Enter");
            assertThat(page.locator("#user")).hasText("Ada");

            List<String> stops = new ArrayList<>();
            for (int stop = 0; stop < 4; stop++) {
                page.keyboard().press("Tab");
                stops.add(String.valueOf(page.evaluate("document.activeElement.textContent")));
                assertEquals("solid", page.evaluate("getComputedStyle(document.activeElement).outlineStyle"));
            }
            assertEquals(List.of("Sojourn", "Your sessions", "Sign out", "Count one more"), stops);
        }
    }

    private static void visit(boolean javaScript) {
        try (BrowserContext context = SharedChromium.somebody(javaScript)) {
            Page page = open(context, "");
            assertThat(page.locator("#visits")).hasText("0");
            picture(page, "1-first-look-" + (javaScript ? "js" : "plain"));

            page.click("#increment");
            assertThat(page.locator("#visits")).hasText("1");
            page.click("#increment");
            assertThat(page.locator("#visits")).hasText("2");
            String idBefore = page.textContent("#session-id");

            page.click("#sign-in");
            SharedChromium.signIn(page, "Ada Lovelace");
            assertThat(page.locator("#user")).hasText("Ada Lovelace");
            assertThat(page.locator("#visits")).hasText("2");
            assertNotEquals(idBefore, page.textContent("#session-id"), "the id changes at login");
            picture(page, "2-signed-in-" + (javaScript ? "js" : "plain"));

            page.click("#logout");
            assertThat(page.locator("#user")).hasText("nobody");
            assertThat(page.locator("#visits")).hasText("0");
            assertTrue(context.cookies().isEmpty());
        }
    }

    private static Page open(BrowserContext context, String path) {
        Page page = context.newPage();
        page.navigate(home() + path);
        return page;
    }

    private static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "pictures", name + ".png")));
    }

    private static String home() {
        return "http://localhost:" + server.port() + "/";
    }
}
