// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.SessionManager;
import dev.sojourn.store.memory.MemoryStore;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application that says all in {@code web.xml} and by annotation. */
abstract class WebXmlTests {
    private static final String TOLD = "told";

    private static final String WEB_XML = """
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.1">
              <listener><listener-class>dev.sojourn.servlet.WebXmlTests$Start</listener-class></listener>
              <listener><listener-class>dev.sojourn.servlet.WebXmlTests$Declared</listener-class></listener>
              <filter>
                <filter-name>sojourn</filter-name>
                <filter-class>dev.sojourn.servlet.SessionFilter</filter-class>
                <async-supported>true</async-supported>
              </filter>
              <filter-mapping>
                <filter-name>sojourn</filter-name><url-pattern>/*</url-pattern>
                <dispatcher>REQUEST</dispatcher><dispatcher>ASYNC</dispatcher><dispatcher>ERROR</dispatcher>
                <dispatcher>FORWARD</dispatcher><dispatcher>INCLUDE</dispatcher>
              </filter-mapping>
              <servlet>
                <servlet-name>page</servlet-name>
                <servlet-class>dev.sojourn.servlet.WebXmlTests$Page</servlet-class>
              </servlet>
              <servlet-mapping><servlet-name>page</servlet-name><url-pattern>/page</url-pattern></servlet-mapping>
              <session-config>
                <session-timeout>9</session-timeout>
                <cookie-config><name>shop</name><attribute>
                  <attribute-name>SameSite</attribute-name><attribute-value>Strict</attribute-value></attribute></cookie-config>
              </session-config>
            </web-app>
            """;

    /** Starts a container on this directory. */
    abstract TestContainer start(Path directory) throws Exception;

    /** C: container-registered listeners by web.xml and {@code @WebListener}, once each; cookie and timeout of web.xml. */
    @Test
    void application_described_by_web_xml_and_annotations_works(@TempDir Path directory) throws Exception {
        Path classes = directory.resolve("WEB-INF/classes/dev/sojourn/servlet");
        Files.createDirectories(classes);
        Files.writeString(directory.resolve("WEB-INF/web.xml"), WEB_XML);
        String annotated = "WebXmlTests$Annotated.class";
        try (InputStream bytes = WebXmlTests.class.getResourceAsStream(annotated)) {
            Files.copy(bytes, classes.resolve(annotated));
        }
        try (TestContainer container = start(directory)) {
            Browser browser = new Browser(container.port());
            Browser.Reply first = browser.get("/page");
            assertTrue(first.body().equals("540 DA") || first.body().equals("540 AD"), first.body());
            String line = first.sessionCookie().orElseThrow();
            assertTrue(line.startsWith("shop=") && line.contains("; SameSite=Strict"), line);
            assertEquals(first.body(), browser.get("/page").body());
        }
    }

    private static void told(HttpSessionEvent event, String who) {
        ServletContext context = event.getSession().getServletContext();
        Object before = context.getAttribute(TOLD);
        context.setAttribute(TOLD, (before == null ? "" : before) + who);
    }

    /** Makes the manager, and closes it: its threads must not go on in the tests that follow. */
    public static final class Start implements ServletContextListener {
        private final SessionManager manager =
                SessionManager.builder(MemoryStore.create()).build();

        @Override
        public void contextInitialized(ServletContextEvent event) {
            event.getServletContext().setAttribute(SessionFilter.ATTRIBUTE, manager);
        }

        @Override
        public void contextDestroyed(ServletContextEvent event) {
            manager.close();
        }
    }

    /** Registered in web.xml. */
    public static final class Declared implements HttpSessionListener {
        @Override
        public void sessionCreated(HttpSessionEvent event) {
            told(event, "D");
        }
    }

    /** Found by its annotation. */
    @WebListener
    public static final class Annotated implements HttpSessionListener {
        @Override
        public void sessionCreated(HttpSessionEvent event) {
            ServletContext context = event.getSession().getServletContext();
            Object before = context.getAttribute("told");
            context.setAttribute("told", (before == null ? "" : before) + "A");
        }
    }

    /** Uses the session and prints what was told. */
    public static final class Page extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            int interval = request.getSession().getMaxInactiveInterval();
            response.getWriter()
                    .print(interval + " " + request.getServletContext().getAttribute(TOLD));
        }
    }
}
