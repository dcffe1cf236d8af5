// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.AttributeKey;
import dev.sojourn.CommitResult.Outcome;
import dev.sojourn.Session;
import dev.sojourn.SessionEvent.AttributeQuarantined;
import dev.sojourn.SessionManager;
import dev.sojourn.codec.AttributeCodec;
import dev.sojourn.codec.AttributeCodecs;
import dev.sojourn.codec.AttributeLimitException;
import dev.sojourn.codec.AttributeLimits;
import dev.sojourn.codec.UnreadableAttributeException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a session holds: attributes, values for the next page, and values that cannot be read. */
abstract class SessionAttributeRules extends SessionLifeRules {
    private static final AttributeKey<Integer> COUNT = AttributeKey.of("count", Integer.class);

    /** A type that only a registered codec knows. */
    private record Point(int x, int y) {}

    private static final class PointCodec implements AttributeCodec {
        @Override
        public String id() {
            return "point";
        }

        @Override
        public boolean supports(Object value) {
            return value instanceof Point;
        }

        @Override
        public byte[] encode(Object value) {
            Point point = (Point) value;
            return (point.x() + "," + point.y()).getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public Object decode(byte[] encoded) {
            String[] parts = new String(encoded, StandardCharsets.US_ASCII).split(",", -1);
            if (parts.length != 2) {
                throw new UnreadableAttributeException("no point");
            }
            return new Point(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
        }
    }

    private SessionManager withPoints() {
        return node(builder ->
                builder.codecs(AttributeCodecs.builder().add(new PointCodec()).build()));
    }

    private String storedPoint() {
        SessionManager node = withPoints();
        Session session = node.create();
        session.set("point", new Point(1, 2));
        session.set("n", 1);
        String token = tokenOf(node.commit(session));
        forgetThePast();
        return token;
    }

    /** C: set, get and remove are visible at once and in the next request; T47: own names only. */
    @Test
    public void changes_are_seen_at_once_and_later() {
        String token = stored(session -> {
            session.set("b", "x");
            session.set("a", 1);
            assertEquals(Optional.of(1), session.get("a"));
            session.set("c", true);
            session.remove("c");
            assertFalse(session.has("c"));
            assertFalse(session.has("toString"));
            assertEquals(new TreeSet<>(List.of("a", "b")), session.names());
        });
        Session next = open(token);
        assertEquals(Optional.of("x"), next.get("b"));
        SortedSet<String> names = next.names();
        names.forEach(next::remove);
        assertTrue(next.names().isEmpty());
        commit(next, Outcome.SAVED);
        assertTrue(open(token).names().isEmpty());
    }

    /** W13, S4: clear of an empty session is no change; of a full one it is one save. */
    @Test
    public void clear_removes_all_values() {
        String token = stored(session -> session.set("a", 1));
        request(token, session -> {
            session.clear();
            session.set("b", 2);
        });
        assertEquals(new TreeSet<>(List.of("b")), open(token).names());
        String empty = stored(session -> {});
        assertEquals(Outcome.UNCHANGED, request(empty, Session::clear).outcome());
    }

    /** W14: what one request gives and takes away is gone, whether or not it was saved in between. */
    @Test
    public void what_is_given_and_taken_away_in_one_request_is_gone() {
        String token = stored(session -> session.set("role", "admin"));
        Session session = open(token);
        session.set("role", "root");
        session.set("helper", true);
        commit(session);
        session.set("role", "user");
        session.remove("helper");
        commit(session);
        assertEquals(Optional.of("user"), valueOf(token, "role"));
        assertEquals(Optional.empty(), valueOf(token, "helper"));
        request(token, again -> {
            again.set("role", "admin");
            again.remove("role");
        });
        assertEquals(Optional.empty(), valueOf(token, "role"));
    }

    /** S4: typed access says which attribute is of another type, and never its value. */
    @Test
    public void typed_keys_check_the_type() {
        String token = stored(session -> session.set("count", "no number"));
        Session session = open(token);
        fails(ClassCastException.class, () -> session.get(COUNT));
        fails(ClassCastException.class, () -> session.update(COUNT, 0, n -> n + 1));
        session.set(COUNT, 1);
        assertEquals(Optional.of(1), session.get(COUNT));
        assertEquals(2, session.update(COUNT, 0, n -> n + 1));
        session.remove(COUNT);
        assertEquals(3, session.update(COUNT, 2, n -> n + 1));
    }

    /** W29, A1, ASVS 2.2.1, fault 36: what is refused leaves everything as it was. */
    @Test
    @SuppressWarnings("NullAway") // what callers without a checker do
    public void null_and_values_beyond_the_limits_are_refused() {
        String token = stored(session -> session.set("a", 1));
        Session session = open(token);
        fails(NullPointerException.class, () -> session.set("a", null));
        fails(NullPointerException.class, () -> session.update("a", 0, (Integer n) -> null));
        fails(IllegalArgumentException.class, () -> session.set("", 1));
        fails(IllegalArgumentException.class, () -> session.set("x".repeat(257), 1));
        fails(IllegalArgumentException.class, () -> session.set("sojourn:x", 1));
        fails(IllegalArgumentException.class, () -> session.flash().next("x".repeat(300), 1));
        fails(IllegalArgumentException.class, () -> session.login(""));
        fails(AttributeLimitException.class, () -> session.set("a", "x".repeat((1 << 18) + 1)));
        assertEquals(Optional.of(1), session.get("a"));
        commit(session, Outcome.UNCHANGED);
    }

    /** Fault 36: a session that would grow too large is refused at commit, the old state kept, and it can go on. */
    @Test
    public void a_session_beyond_the_limits_is_refused_whole() {
        SessionManager small = node(builder -> builder.codecs(AttributeCodecs.builder()
                .limits(AttributeLimits.DEFAULT.withAttributes(2).withSessionBytes(1_000))
                .build()));
        String token = stored(session -> session.set("a", 1));
        Session session = small.open(token).session().orElseThrow();
        session.set("b", 2);
        session.set("c", 3);
        fails(AttributeLimitException.class, () -> small.commit(session));
        assertEquals(new TreeSet<>(List.of("a")), open(token).names());
        session.remove("c");
        assertEquals(Outcome.SAVED, small.commit(session).outcome());
        session.set("b", "x".repeat(2_000));
        fails(AttributeLimitException.class, () -> small.commit(session));
    }

    /** Limits that were lowered do not lock a session: it may still shrink. */
    @Test
    public void a_session_beyond_lowered_limits_may_shrink() {
        String token = stored(session -> List.of("a", "b", "c", "d").forEach(name -> session.set(name, 1)));
        SessionManager small = node(builder -> builder.codecs(AttributeCodecs.builder()
                .limits(AttributeLimits.DEFAULT.withAttributes(2))
                .build()));
        Session session = small.open(token).session().orElseThrow();
        session.remove("a");
        assertEquals(Outcome.SAVED, small.commit(session).outcome());
        assertEquals(3, open(token).names().size());
    }

    /** T46, G11-78, E12: a change inside an object that was read is noticed. */
    @Test
    public void an_object_read_and_mutated_is_saved() {
        String token = stored(session -> session.set("list", new ArrayList<>(List.of("a"))));
        assertEquals(
                Outcome.SAVED,
                request(token, session -> listOf(session).add("b")).outcome());
        assertEquals(Optional.of(List.of("a", "b")), valueOf(token, "list"));
        calls().reset();
        request(token, session -> assertEquals(2, listOf(session).size()));
        assertEquals(0, calls().calls(StoreVerb.SAVE));
    }

    /** T29: what a request does to its copy, others do not see before the commit. */
    @Test
    public void an_object_read_is_the_requests_own() {
        String token = stored(session -> session.set("list", new ArrayList<>(List.of("a"))));
        Session abandoned = open(token);
        listOf(abandoned).add("b");
        assertEquals(Optional.of(List.of("a")), valueOf(token, "list"));
        List<String> mine = new ArrayList<>();
        Session session = open(token);
        session.set("list", mine);
        mine.add("after set");
        commit(session, Outcome.SAVED);
        assertEquals(Optional.of(List.of("after set")), valueOf(token, "list"));
    }

    @SuppressWarnings("unchecked")
    private static List<String> listOf(Session session) {
        return (List<String>) session.get("list").orElseThrow();
    }

    /** C: the function of update runs once where nobody interferes, and what the request saw is what is stored. */
    @Test
    public void update_runs_its_function_once_without_a_conflict() {
        AtomicInteger runs = new AtomicInteger();
        String token = stored(session -> session.update("n", 0, (Integer n) -> n + runs.incrementAndGet()));
        assertEquals(1, runs.get());
        assertEquals(Optional.of(1), valueOf(token, "n"));
        request(token, session -> assertEquals(3, session.update("n", 0, (Integer n) -> n + runs.incrementAndGet())));
        assertEquals(Optional.of(3), valueOf(token, "n"));
        assertEquals(2, runs.get());
    }

    /** Mutation inside an object, then update, then mutation again: everything counts. */
    @Test
    public void update_keeps_what_was_done_inside_the_object_before_and_after() {
        String token = stored(session -> session.set("list", new ArrayList<>(List.of("a"))));
        request(token, session -> {
            listOf(session).add("b");
            List<String> updated = session.update("list", new ArrayList<String>(), list -> {
                list.add("c");
                return list;
            });
            updated.add("d");
        });
        assertEquals(Optional.of(List.of("a", "b", "c", "d")), valueOf(token, "list"));
    }

    // ---- flash

    /** L1, S4: shown once; a request that reads nothing cannot swallow it. */
    @Test
    public void a_flash_value_is_read_by_one_request() {
        String token = stored(session -> {
            session.flash().next("msg", "saved");
            assertEquals(Optional.empty(), session.flash().get("msg"));
            assertTrue(session.names().isEmpty());
        });
        request(token, session -> {});
        request(token, session -> {
            assertEquals(new TreeSet<>(List.of("msg")), session.flash().names());
            assertEquals(Optional.of("saved"), session.flash().get("msg"));
            assertEquals(Optional.of("saved"), session.flash().get("msg"));
            assertEquals(Optional.empty(), session.get("sojourn:flash:msg"));
        });
        assertEquals(Optional.empty(), open(token).flash().get("msg"));
    }

    /** L1: now is for this request and is never stored. */
    @Test
    public void a_flash_value_of_now_is_not_stored() {
        String token = stored(session -> {});
        assertEquals(
                Outcome.UNCHANGED,
                request(token, session -> {
                            session.flash().now("msg", "only now");
                            assertEquals(
                                    Optional.of("only now"), session.flash().get("msg"));
                        })
                        .outcome());
    }

    /** L1: keep holds for one more reading, before the reading or after it, and turns now into next. */
    @Test
    public void a_flash_value_can_be_kept() {
        String token = stored(session -> session.flash().next("msg", "saved"));
        request(token, session -> {
            session.flash().get("msg");
            session.flash().keep("msg");
        });
        request(token, session -> {
            session.flash().keep();
            assertEquals(Optional.of("saved"), session.flash().get("msg"));
        });
        request(token, session -> {
            session.flash().now("other", 1);
            session.flash().keep("other");
        });
        request(token, session -> assertEquals(Optional.of(1), session.flash().get("other")));
        assertEquals(new TreeSet<>(List.of("msg")), open(token).flash().names());
    }

    /** S4: pop is gone at once. */
    @Test
    public void a_popped_flash_value_is_gone_at_once() {
        String token = stored(session -> session.flash().next("msg", "saved"));
        request(token, session -> {
            assertEquals(Optional.of("saved"), session.flash().pop("msg"));
            assertEquals(Optional.empty(), session.flash().pop("msg"));
            assertEquals(Optional.empty(), session.flash().get("msg"));
        });
        assertTrue(open(token).flash().names().isEmpty());
    }

    /** L1: reading the old value does not swallow the new one of a parallel request, nor of the same. */
    @Test
    public void using_up_a_flash_value_spares_its_successor() {
        String token = stored(session -> session.flash().next("msg", "old"));
        Session reader = open(token);
        assertEquals(Optional.of("old"), reader.flash().get("msg"));
        request(token, session -> session.flash().next("msg", "new"));
        commit(reader);
        request(token, session -> {
            assertEquals(Optional.of("new"), session.flash().get("msg"));
            session.flash().next("msg", "newest");
        });
        assertEquals(Optional.of("newest"), open(token).flash().get("msg"));
    }

    // ---- values that cannot be read

    /** Fault 24, T26: absent and reported once for a request; other values live; the bytes stay for who can read them. */
    @Test
    public void an_unreadable_value_is_absent_and_kept() {
        String token = storedPoint();
        Session session = open(token);
        if (keepsReferences() && session.get("point").isPresent()) {
            throw new AssertionError("bytes of an unknown codec were read");
        }
        assertEquals(Optional.empty(), session.get("point"));
        assertFalse(session.has("point"));
        assertEquals(new TreeSet<>(List.of("n")), session.names());
        assertEquals(1, events.events(AttributeQuarantined.class).size());
        AttributeQuarantined event = events.await(AttributeQuarantined.class);
        assertEquals("point", event.name());
        assertEquals(session.id(), event.sessionId());
        session.set("n", 2);
        commit(session, Outcome.SAVED);
        Session readable = withPoints().open(token).session().orElseThrow();
        assertEquals(Optional.of(new Point(1, 2)), readable.get("point"));
        assertEquals(Optional.of(2), readable.get("n"));
    }

    /** Fault 23, fault 24: it can be overwritten, updated from the initial value, and removed. */
    @Test
    public void an_unreadable_value_can_be_replaced() {
        Session session = open(storedPoint());
        assertEquals("init!", session.update("point", "init", text -> text + "!"));
        commit(session, Outcome.SAVED);
        assertEquals(Optional.of("init!"), session.get("point"));
        String other = storedPoint();
        request(other, again -> again.remove("point"));
        assertEquals(
                Optional.empty(),
                withPoints().open(other).session().orElseThrow().get("point"));
    }

    /** What no codec supports is refused where it is set, unless the store keeps live objects; then it is shared. */
    @Test
    public void an_unsupported_value_is_refused_or_shared() {
        String token = stored(session -> {});
        Session session = open(token);
        StringBuilder live = new StringBuilder("live");
        if (!keepsReferences()) {
            assertThrows(IllegalArgumentException.class, () -> session.set("live", live));
            return;
        }
        session.set("live", live);
        commit(session, Outcome.SAVED);
        live.append("!");
        assertEquals(Optional.of(live), valueOf(token, "live"));
        assertEquals(
                Outcome.UNCHANGED,
                request(token, again -> again.set("live", live)).outcome());
    }
}
