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
        assertFalse(DemoStore.parse("file:sessions").isShared());
        assertFalse(DemoStore.parse("cookie").isShared());
        assertFalse(DemoStore.parse("jdbc:h2:mem:demo").isShared());
        assertFalse(DemoStore.parse("jdbc:h2:./sessions;AUTO_SERVER=TRUE").isShared());
        assertTrue(DemoStore.parse("jdbc:h2:tcp://localhost/sessions").isShared());
        assertTrue(DemoStore.parse("jdbc:postgresql://localhost/sessions").isShared());
        assertTrue(DemoStore.parse("jdbc:mariadb://localhost/sessions").isShared());
        assertTrue(DemoStore.parse("redis://localhost:6379").isShared());
        assertTrue(DemoStore.parse("rediss://localhost:6380/1").isShared());
        assertTrue(DemoStore.parse("redis-sentinel://one:26379,two:26379#main").isShared());
        assertTrue(DemoStore.parse("redis-cluster://one:7000,two:7001").isShared());
    }

    @Test
    void only_redis_and_postgresql_tell_of_changes() {
        assertTrue(DemoStore.parse("redis://localhost:6379").tellsChanges());
        assertTrue(DemoStore.parse("jdbc:postgresql://localhost/sessions").tellsChanges());
        assertFalse(DemoStore.parse("jdbc:mariadb://localhost/sessions").tellsChanges());
        assertFalse(DemoStore.parse("jdbc:h2:tcp://localhost/sessions").tellsChanges());
        assertFalse(DemoStore.parse("file:sessions").tellsChanges());
        assertFalse(DemoStore.parse("memory").tellsChanges());
    }

    @Test
    void the_home_directory_may_be_written_as_a_tilde() {
        assertEquals(
                "file:" + System.getProperty("user.home") + "/sessions.mv.db",
                DemoStore.parse("file:~/sessions").label());
        assertEquals(
                "cookie:" + System.getProperty("user.home") + "/a.key",
                DemoStore.parse("cookie:~/a.key").label());
    }

    /** W52: the password is not for showing, wherever it stands. */
    @Test
    void a_password_is_never_shown() {
        for (String uri : new String[] {
            "redis://:pass-word@localhost:6379",
            "redis-sentinel://ada:pass-word@one:26379,two:26379/2#main",
            "jdbc:postgresql://localhost:5432/sessions?user=ada&password=pass-word",
            "jdbc:postgresql://localhost/sessions?password=p@ss//pass-word@x&user=ada",
            "jdbc:mariadb://localhost:3306/sessions?user=ada&password=pass-word",
            "jdbc:h2:tcp://localhost/sessions;USER=ada;PASSWORD=pass-word",
            "jdbc:h2:mem:sessions;USER=ada;PASSWORD=pass-word"
        }) {
            DemoStore store = DemoStore.parse(uri);

            assertFalse(store.label().contains("pass-word"), store.label());
            assertFalse(store.toString().contains("pass-word"), store.toString());
            assertTrue(store.label().startsWith(uri.substring(0, uri.indexOf(':'))), store.label());
        }
    }

    /** W52: nor where it stands in a name that is none. */
    @Test
    void a_password_in_a_name_that_is_not_understood_is_not_shown() {
        for (String name : new String[] {
            "mysql://ada:pass-word@localhost/sessions",
            "ada:pass-word@localhost",
            "jdbc:oracle:thin:ada/pass-word@localhost",
            "jdbc:postgresql://ada:pass-word@localhost/sessions",
            "jdbc:postgresql://ada:pass-word?@localhost/sessions",
            "jdbc:mariadb://ada:pass-word@localhost/sessions",
            "jdbc:h2:mem:;PASSWORD=pass-word"
        }) {
            TypeConversionException refused =
                    assertThrows(TypeConversionException.class, () -> DemoStore.parse(name), name);
            assertFalse(String.valueOf(refused.getMessage()).contains("pass-word"), refused.getMessage());
        }
    }

    @Test
    void the_label_of_a_store_without_password_is_its_name() {
        assertEquals(
                "redis://localhost:6379",
                DemoStore.parse("redis://localhost:6379").label());
        assertEquals("memory", DemoStore.parse("memory").label());
        assertEquals(
                "jdbc:postgresql://localhost/sessions",
                DemoStore.parse("jdbc:postgresql://localhost/sessions").label());
    }
}
