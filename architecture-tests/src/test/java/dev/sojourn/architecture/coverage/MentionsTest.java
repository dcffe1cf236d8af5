// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.architecture.coverage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How items are named in tests. */
class MentionsTest {

    @Test
    void single_items_in_comments_and_names() {
        assertEquals(Set.of("T59", "E7", "G21-147"), Mentions.ids("T59: fresh digest (E7), see G21-147."));
        assertEquals(Set.of("T4", "S3"), Mentions.ids("T4_effective_settings_S3"));
        assertEquals(Set.of("G21-161"), Mentions.ids("touches_once_G21_161"));
    }

    @Test
    void what_only_looks_like_an_item_is_none() {
        assertEquals(Set.of(), Mentions.ids("AT59 T599 SHA-256 UTF-8 RFC-T1x e5 G21 S-3"));
    }

    @Test
    void ranges_and_lists() {
        assertEquals(Set.of("T1", "T2", "T3"), Mentions.ids("T1\u2013T3"));
        assertEquals(Set.of("G3-19", "G3-20", "G3-21"), Mentions.ids("G3-19\u201321"));
        assertEquals(
                Set.of("cookie input 1", "cookie input 2", "cookie input 3", "cookie input 7", "cookie input 9"),
                Mentions.ids("cookie inputs 1\u20133, 7 and 9"));
        assertEquals(Set.of("fault 26"), Mentions.ids("fault 26"));
    }

    @Test
    void strings_of_a_program_name_only_what_cannot_be_anything_else() {
        assertEquals(Set.of("cookie input 18", "G21-147"), Mentions.longIds("S1, cookie input 18, G21-147"));
    }

    @Test
    void words_of_the_checklist_find_their_item() {
        assertEquals(
                Set.of("the container's own session is never created"),
                Mentions.checklistWords("C: the container's own session is never created."));
        assertEquals(
                Optional.of("C9"),
                Items.checkedIn()
                        .byWords("container's own session never created")
                        .map(Item::id));
    }

    @Test
    void requirements_of_the_standard() {
        assertEquals(Set.of("7.2.3", "11.5.1"), Mentions.asvs("ASVS 7.2.3 and ASVS 11.5.1"));
    }
}
