// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Settings of the guard: those that could have no effect are refused when it is built. */
final class BindingGuardBuilderTest {

    @Test
    void defaults_report_from_30_and_ask_again_from_50() {
        BindingGuard guard = BindingGuard.defaults();
        assertEquals(Optional.empty(), guard.reactionTo(29));
        assertEquals(Optional.of(BindingReaction.OBSERVE), guard.reactionTo(30));
        assertEquals(Optional.of(BindingReaction.OBSERVE), guard.reactionTo(49));
        assertEquals(Optional.of(BindingReaction.REAUTHENTICATE), guard.reactionTo(50));
        assertEquals(Optional.of(BindingReaction.REAUTHENTICATE), guard.reactionTo(130));
        assertEquals(
                List.of(50, 50, 20, 10),
                guard.signals().stream().map(BindingSignal::weight).toList());
    }

    @Test
    void reactions_that_are_named_take_the_place_of_the_defaults() {
        BindingGuard guard = BindingGuard.builder()
                .react(BindingReaction.END, 130)
                .react(BindingReaction.REFUSE, 100)
                .build();
        assertEquals(Optional.empty(), guard.reactionTo(99));
        assertEquals(Optional.of(BindingReaction.REFUSE), guard.reactionTo(100));
        assertEquals(Optional.of(BindingReaction.END), guard.reactionTo(130));
    }

    @Test
    void signal_of_the_same_name_takes_the_place_of_the_other() {
        BindingGuard guard = BindingGuard.builder()
                .signal(BindingSignal.network().weighing(40))
                .signal(BindingSignal.header("tls", "X-JA4", 30))
                .build();
        assertEquals(
                List.of("browser 50", "platform 50", "language 20", "network 40", "tls 30"),
                guard.signals().stream()
                        .map(signal -> signal.name() + " " + signal.weight())
                        .toList());
    }

    /** T64: a setting that nothing reads is an error, and all errors are told at once. */
    @Test
    void setting_without_effect_is_refused() {
        String message = assertThrows(IllegalArgumentException.class, () -> BindingGuard.builder()
                        .signals(BindingSignal.language())
                        .react(BindingReaction.OBSERVE, 0)
                        .react(BindingReaction.REAUTHENTICATE, 15)
                        .react(BindingReaction.REFUSE, 15)
                        .react(BindingReaction.END, 21)
                        .build())
                .toString();
        assertTrue(message.contains("the score for OBSERVE must be 1 to 20"), message);
        assertTrue(message.contains("REFUSE must begin at a higher score"), message);
        assertTrue(message.contains("the score for END must be 1 to 20"), message);
        assertThrows(
                IllegalArgumentException.class,
                () -> BindingGuard.builder().signals().build());
        assertThrows(
                IllegalArgumentException.class,
                () -> BindingGuard.builder().signals(BindingSignal.language()).build(),
                "the default reactions cannot be reached");
    }

    @Test
    void signals_that_are_stored_under_the_same_number_are_refused() {
        BindingSignal one = BindingSignal.header("a1", "X-A", 50);
        BindingGuardBuilder twice = BindingGuard.builder().signals(one, one);
        String message =
                assertThrows(IllegalArgumentException.class, twice::build).toString();
        assertTrue(message.contains("a1 and a1 cannot be told apart"), message);
    }

    @Test
    void signal_needs_a_plain_name_and_a_weight() {
        for (String name : List.of("", "Upper", "a b", "a\r\nb", "-a", "a".repeat(33))) {
            assertThrows(IllegalArgumentException.class, () -> new BindingSignal(name, 1, request -> Set.of()), name);
        }
        assertThrows(
                IllegalArgumentException.class, () -> BindingSignal.network().weighing(0));
        assertThrows(
                IllegalArgumentException.class, () -> BindingSignal.network().weighing(1001));
    }
}
