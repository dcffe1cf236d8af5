// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A user with several browsers, all of them real. */
final class SessionsBrowserTest {
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

    /** ASVS 7.5.2, 7.4.1: what is ended here is over there at once. */
    @Test
    void one_browser_ends_the_session_of_another() {
        try (BrowserContext here = SharedChromium.somebody();
                BrowserContext there = SharedChromium.somebody()) {
            Page page = sessions(here, "Ada");
            Page other = sessions(there, "Ada");
            page.reload();
            assertThat(page.locator(".device")).hasCount(2);
            assertThat(page.locator(".device").first()).containsText("This device");
            assertThat(page.locator("h2").first()).hasText("headless Chrome on Linux");
            picture(page, "3-sessions");

            page.click(".device form button");

            assertThat(page.locator("[role=status]")).hasText("The session has ended.");
            assertThat(page.locator(".device")).hasCount(1);
            other.reload();
            assertThat(other.locator("h1")).hasText("Sign in");
            other.navigate(home());
            assertThat(other.locator("#user")).hasText("nobody");
        }
    }

    /** ASVS 7.4.3: everywhere else, and here not. */
    @Test
    void one_browser_ends_all_others_and_stays_signed_in() {
        try (BrowserContext here = SharedChromium.somebody();
                BrowserContext there = SharedChromium.somebody()) {
            Page other = sessions(there, "Eve");
            new Visitor(server).signIn("Eve");
            Page page = sessions(here, "Eve");
            assertThat(page.locator(".device")).hasCount(3);

            page.click("#end-others");

            assertThat(page.locator("[role=status]")).hasText("2 other sessions have ended.");
            assertThat(page.locator(".device")).hasCount(1);
            other.reload();
            assertThat(other.locator("h1")).hasText("Sign in");
            page.reload();
            assertThat(page.locator("h1")).hasText("Your sessions");
        }
    }

    /** By way of the page to sign in, which leads back. */
    private static Page sessions(BrowserContext context, String user) {
        Page page = context.newPage();
        page.navigate(home() + "sessions");
        SharedChromium.signIn(page, user);
        assertThat(page.locator("h1")).hasText("Your sessions");
        return page;
    }

    private static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "pictures", name + ".png")));
    }

    private static String home() {
        return "http://localhost:" + server.port() + "/";
    }
}
