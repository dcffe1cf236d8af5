// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a walk over all servers has come to: which server, and where there.
 *
 * @param server its place in the order of servers
 * @param mark tells whether it is still the same one, since the position means nothing on another
 * @param position the server's own cursor
 */
record WalkCursor(int server, String mark, String position) {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,5})-([0-9a-f]{8})-([0-9]{1,20})");
    private static final String BEGINNING = "0";

    static WalkCursor parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("the cursor is not one of this store");
        }
        return new WalkCursor(Integer.parseInt(form.group(1)), form.group(2), form.group(3));
    }

    static WalkCursor beginningOf(int index, Redis.Server server) {
        return new WalkCursor(index, markOf(server), BEGINNING);
    }

    /** This one, or the beginning of the server that has taken the place: what was seen there is then seen again. */
    WalkCursor on(List<Redis.Server> servers) {
        return server < servers.size() && mark.equals(markOf(servers.get(server)))
                ? this
                : beginningOf(Math.min(server, servers.size() - 1), servers.get(Math.min(server, servers.size() - 1)));
    }

    /** Where to go on when the server answered with this position; empty at the end of the last server. */
    Optional<WalkCursor> next(String newPosition, List<Redis.Server> servers) {
        if (!newPosition.equals(BEGINNING)) {
            return Optional.of(new WalkCursor(server, mark, newPosition));
        }
        return server + 1 < servers.size()
                ? Optional.of(beginningOf(server + 1, servers.get(server + 1)))
                : Optional.empty();
    }

    String text() {
        return server + "-" + mark + "-" + position;
    }

    private static String markOf(Redis.Server server) {
        return String.format("%08x", server.identity().hashCode());
    }
}
