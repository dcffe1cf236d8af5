// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.AttributeKey;
import dev.sojourn.CommitResult.Outcome;
import dev.sojourn.Session;
import dev.sojourn.SessionSnapshot;
import dev.sojourn.codec.AttributeLimitException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Values that are gone before their session is. */
abstract class SessionValueLifeRules extends SessionAttributeRules {
    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final AttributeKey<String> CODE = AttributeKey.of("code", String.class);

    private String withCode() {
        return stored(session -> {
            session.set("stays", 1);
            session.set(CODE, "4711", LIFE);
        });
    }

    private SessionSnapshot snapshot(String token) {
        return manager().find(keyOf(token)).orElseThrow();
    }

    /** Until its end it is a value as any other, and from then on there is none. */
    @Test
    public void a_value_ends_exactly_then() {
        String token = withCode();
        pass(LIFE.minusMillis(1));
        assertEquals(Optional.of("4711"), open(token).get(CODE));
        assertTrue(snapshot(token).names().contains("code"));

        pass(Duration.ofMillis(1));

        Session session = open(token);
        assertEquals(Optional.empty(), session.get(CODE));
        assertFalse(session.has("code"));
        assertEquals(new TreeSet<>(List.of("stays")), session.names());
        assertEquals(Optional.empty(), snapshot(token).get("code"));
        assertEquals(new TreeSet<>(List.of("stays")), snapshot(token).names());
    }

    /** Use keeps the session and not the value; who has read it goes on with it. */
    @Test
    public void reading_prolongs_nothing() {
        String token = withCode();
        pass(LIFE.minusMillis(1));
        Session reader = open(token);
        assertEquals(Optional.of("4711"), reader.get(CODE));
        commit(reader);

        pass(Duration.ofMillis(1));

        assertEquals(Optional.of("4711"), reader.get(CODE));
        assertEquals(Optional.empty(), valueOf(token, "code"));
    }

    /** S4: what has ended takes no room any more once the session is saved, and costs no save of its own. */
    @Test
    public void what_has_ended_goes_with_the_next_save() {
        String token = withCode();
        long before = snapshot(token).attributeBytes();
        pass(LIFE);
        assertEquals(
                Outcome.TOUCHED, request(token, session -> session.get(CODE)).outcome());
        assertEquals(before, snapshot(token).attributeBytes());

        request(token, session -> session.set("stays", 2));

        assertTrue(snapshot(token).attributeBytes() < before);
    }

    /** An update goes on with the value's end; after it, it begins anew, and what it makes lives as long as the session. */
    @Test
    public void an_update_keeps_the_end() {
        String token = stored(session -> session.set("tries", 1, LIFE));
        pass(LIFE.minusMillis(1));
        request(token, session -> assertEquals(2, session.update("tries", 0, (Integer n) -> n + 1)));
        pass(Duration.ofMillis(1));

        request(token, session -> assertEquals(1, session.update("tries", 0, (Integer n) -> n + 1)));

        pass(LIFE);
        assertEquals(Optional.of(1), valueOf(token, "tries"));
    }

    /** G21-147: also on the newer record of another request, and where the value that both began with has ended. */
    @Test
    public void updates_in_parallel_agree_on_the_end() {
        String token = stored(session -> session.set("tries", 10, LIFE));
        Session one = open(token);
        Session other = open(token);
        one.update("tries", 0, (Integer n) -> n + 1);
        other.update("tries", 0, (Integer n) -> n + 1);
        commit(one);
        commit(other);
        assertEquals(Optional.of(12), valueOf(token, "tries"));
        pass(LIFE);
        Session third = open(token);
        Session fourth = open(token);
        third.update("tries", 0, (Integer n) -> n + 1);
        fourth.update("tries", 0, (Integer n) -> n + 1);
        commit(third);
        commit(fourth);
        assertEquals(Optional.of(2), valueOf(token, "tries"));
    }

    /** E27: a value and its end are one: whoever commits last gives both. */
    @Test
    public void a_value_never_gets_the_end_of_another() {
        String token = stored(session -> {});
        Session ending = open(token);
        Session lasting = open(token);
        ending.set("a", "short", LIFE);
        lasting.set("a", "long");
        commit(ending);
        commit(lasting);
        pass(LIFE);
        assertEquals(Optional.of("long"), valueOf(token, "a"));
        request(token, session -> session.set("a", "long", LIFE));
        pass(LIFE);
        assertEquals(Optional.empty(), valueOf(token, "a"));
        request(token, session -> session.set("a", "long", LIFE));
        request(token, session -> session.set("a", "long"));
        pass(LIFE);
        assertEquals(Optional.of("long"), valueOf(token, "a"));
    }

    /** T46: a change inside an object is saved, and the object ends when it was to end. */
    @Test
    public void a_change_inside_keeps_the_end() {
        String token = stored(session -> session.set("list", new ArrayList<>(List.of(1)), LIFE));
        request(token, session -> listIn(session).add(2));
        assertEquals(List.of(1, 2), listIn(open(token)));
        assertEquals(
                Outcome.UNCHANGED, request(token, session -> listIn(session)).outcome());

        pass(LIFE);

        assertEquals(Optional.empty(), valueOf(token, "list"));
    }

    @SuppressWarnings("unchecked")
    private static List<Object> listIn(Session session) {
        return (List<Object>) session.get("list").orElseThrow();
    }

    /** A login keeps values with their ends. */
    @Test
    public void a_login_keeps_the_end() {
        String token = withCode();
        String loggedIn = tokenOf(request(token, session -> session.login("anna")));
        assertEquals(Optional.of("4711"), valueOf(loggedIn, "code"));

        pass(LIFE);

        assertEquals(Optional.empty(), valueOf(loggedIn, "code"));
    }

    /** What cannot be is refused at once: times out of range, values too large, and live objects, which are not ours to end. */
    @Test
    public void what_cannot_end_is_refused() {
        Session session = open(stored(state -> {}));
        fails(IllegalArgumentException.class, () -> session.set("a", 1, Duration.ZERO));
        fails(IllegalArgumentException.class, () -> session.set("a", 1, Duration.ofMillis(-1)));
        fails(IllegalArgumentException.class, () -> session.set("a", 1, Duration.ofDays(36_501)));
        fails(IllegalArgumentException.class, () -> session.set("sojourn:a", 1, LIFE));
        fails(IllegalArgumentException.class, () -> session.set("a", new Object(), LIFE));
        fails(AttributeLimitException.class, () -> session.set("a", "x".repeat((1 << 18) + 1), LIFE));
        commit(session, Outcome.UNCHANGED);
    }
}
