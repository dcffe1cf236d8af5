// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo.site;

import dev.sojourn.Session;
import dev.sojourn.SessionManager;
import dev.sojourn.store.PrincipalIndex;
import dev.sojourn.store.SessionStore;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code GET /sessions}: where the user is signed in, and forms to end that. */
final class SessionsPage extends HttpServlet {
    static final String PATH = "/sessions";

    /** The flash value that says what the last form did. */
    static final String MESSAGE = "message";

    private static final long serialVersionUID = 1L;

    private static final String CONTENT = """
            <h1>Your sessions</h1>
            <p class="lead">%s is signed in here. End what you do not recognise.</p>
            %s
            <ul class="devices">
            %s
            </ul>
            %s""";

    private static final String DEVICE = """
            <li class="card device">
              <div>
                <h2>%s</h2>
                <p>Last seen %s<br>Created %s</p>
              </div>
              %s
            </li>""";

    private static final String THIS = "<span class=\"badge\">This device</span>";

    private static final String END = """
            <form method="post" action="/sessions/end">
              <input type="hidden" name="id" value="%s">
              <button class="quiet">End<span class="aloud"> the session of %s</span></button>
            </form>""";

    private static final String END_OTHERS = """
            <form method="post" action="/sessions/end-others"><button id="end-others">End all others</button></form>""";

    private static final String UNLISTED = """
            <p class="hint">Sessions are in the cookies of their browsers here, so nobody can list the others. They can be ended.</p>""";

    private static final String ALONE = "<p class=\"hint\">You are signed in nowhere else.</p>";

    private final transient SessionManager manager;
    private final transient SessionStore store;

    SessionsPage(SessionManager manager, SessionStore store) {
        this.manager = manager;
        this.store = store;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<Session> session = SignedIn.session(request, response);
        if (session.isPresent()) {
            Html.send(session, "Your sessions", content(session.get()), response);
        }
    }

    private String content(Session session) {
        boolean listed = store.capability(PrincipalIndex.class).isPresent();
        List<Device> devices = listed ? Device.all(manager, session) : List.of(Device.of(session));
        Instant now = manager.clock().instant();
        String message = session.flash().get(MESSAGE).map(String::valueOf).orElse("");
        return CONTENT.formatted(
                Html.text(session.principal().orElseThrow()),
                Html.message("status", message),
                devices.stream().map(device -> item(device, now)).collect(Collectors.joining("\n")),
                listed ? ofOthers(devices.size() - 1) : UNLISTED + END_OTHERS);
    }

    private static String ofOthers(int number) {
        return number > 0 ? END_OTHERS : ALONE;
    }

    private static String item(Device device, Instant now) {
        String name = Html.text(device.name());
        return DEVICE.formatted(
                name,
                device.isThis() ? "now" : Moment.ago(device.lastSeen(), now),
                Moment.at(device.created()),
                device.isThis() ? THIS : END.formatted(Html.text(device.id()), name));
    }
}
