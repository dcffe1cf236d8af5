// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

/** What {@code --store} understands. */
final class DemoStoreTest {

    @Test
    void only_a_store_on_the_network_can_be_shared() {
        assertFalse(DemoStore.parse("memory").isShared());
        assertTrue(DemoStore.parse("redis://localhost:6379").isShared());
        assertTrue(DemoStore.parse("rediss://localhost:6380/1").isShared());
        assertTrue(DemoStore.parse("redis-sentinel://one:26379,two:26379#main").isShared());
        assertTrue(DemoStore.parse("redis-cluster://one:7000,two:7001").isShared());
    }

    /** W52: the password is not for showing, wherever it stands. */
    @Test
    void a_password_is_never_shown() {
        for (String uri : new String[] {
            "redis://:pass-word@localhost:6379", "redis-sentinel://ada:pass-word@one:26379,two:26379/2#main"
        }) {
            DemoStore store = DemoStore.parse(uri);

            assertFalse(store.label().contains("pass-word"), store.label());
            assertFalse(store.toString().contains("pass-word"), store.toString());
            assertTrue(store.label().startsWith(uri.substring(0, uri.indexOf("//"))), store.label());
        }
        TypeConversionException refused = assertThrows(
                TypeConversionException.class, () -> DemoStore.parse("mysql://ada:pass-word@localhost/sessions"));
        assertFalse(String.valueOf(refused.getMessage()).contains("pass-word"));
    }

    @Test
    void the_label_of_a_store_without_password_is_its_name() {
        assertEquals(
                "redis://localhost:6379",
                DemoStore.parse("redis://localhost:6379").label());
        assertEquals("memory", DemoStore.MEMORY.label());
    }
}
