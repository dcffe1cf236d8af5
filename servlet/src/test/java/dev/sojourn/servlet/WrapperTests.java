// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Other filters wrap the response too, before ours and behind it, and pages write when the body has ended. */
abstract class WrapperTests extends ServletFixture {
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    /** G15-95. */
    @Test
    void wrapper_before_ours_still_works() {
        writingHello();
        Browser browser = start("", context -> {
            shouting(context);
            filter().addTo(context);
        });
        assertHelloAndStored(browser);
    }

    /** G15-96. */
    @Test
    void wrapper_behind_ours_still_works() {
        writingHello();
        Browser browser = start("", context -> {
            filter().addTo(context);
            shouting(context);
        });
        assertHelloAndStored(browser);
    }

    /** G15-97. */
    @Test
    void writing_after_the_end_does_what_it_does_without_the_filter() throws InterruptedException {
        servlet.on("/after", (request, response) -> {
            response.getWriter().print("body");
            response.getWriter().close();
            response.getWriter().print("more");
            seen.add("error " + response.getWriter().checkError());
        });
        servlet.on("/after-stream", (request, response) -> {
            response.getOutputStream().print("body");
            response.getOutputStream().close();
            try {
                response.getOutputStream().print("more");
                response.getOutputStream().flush();
                seen.add("nothing");
            } catch (IOException problem) {
                seen.add(problem.getClass().getName());
            }
        });
        List<Consumer<ServletContext>> withoutAndWith = List.of(context -> {}, context -> filter().addTo(context));
        List<List<Optional<String>>> happened = new ArrayList<>();
        for (Consumer<ServletContext> registering : withoutAndWith) {
            Browser browser = start("", registering);
            assertEquals("body", browser.get("/after").body());
            Optional<String> writer = Optional.ofNullable(seen.poll(20, TimeUnit.SECONDS));
            assertEquals("body", browser.get("/after-stream").body());
            Optional<String> stream = Optional.ofNullable(seen.poll(20, TimeUnit.SECONDS));
            happened.add(List.of(writer, stream));
        }
        assertTrue(happened.get(0).stream().allMatch(Optional::isPresent), "the pages ran to their end");
        assertEquals(happened.get(0), happened.get(1));
    }

    private void writingHello() {
        servlet.on("/hello", (request, response) -> {
            request.getSession().setAttribute("name", "value");
            response.getWriter().print("hello");
        });
    }

    private void assertHelloAndStored(Browser browser) {
        assertEquals("HELLO", browser.get("/hello").body());
        assertTrue(browser.cookie().isPresent());
        assertEquals(1, store.count());
    }

    private static void shouting(ServletContext context) {
        Filter shouting =
                (request, response, chain) -> chain.doFilter(request, new Shouting((HttpServletResponse) response));
        context.addFilter("shouting", shouting)
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
    }

    /** Writes in capitals. */
    private static final class Shouting extends HttpServletResponseWrapper {
        Shouting(HttpServletResponse response) {
            super(response);
        }

        @Override
        public PrintWriter getWriter() throws IOException {
            return new PrintWriter(super.getWriter()) {
                @Override
                public void write(String text, int offset, int length) {
                    super.write(text.toUpperCase(Locale.ROOT), offset, length);
                }
            };
        }
    }
}
