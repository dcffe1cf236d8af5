// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.store.RecordEncoding;
import dev.sojourn.testkit.ManualClock;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sessions end by one clock, the database's, whatever those of the nodes show. */
class DatabaseClockTest {

    /** Fault 13: a node whose clock is an hour ahead, and one that is behind, agree on the time. */
    @ParameterizedTest
    @EnumSource
    void nodes_with_wrong_clocks_go_by_the_database(Tested tested) throws SQLException {
        InstantSource system = InstantSource.system();
        InstantSource ahead = () -> system.instant().plus(Duration.ofHours(1));
        InstantSource behind = () -> system.instant().minus(Duration.ofHours(1));
        try (Connection connection = tested.database().dataSource().getConnection()) {
            DatabaseClock one = looked(ahead, connection, tested);
            DatabaseClock other = looked(behind, connection, tested);

            assertNear(system.instant(), one.instant());
            assertNear(system.instant(), other.instant());
            assertTrue(one.lead().minus(Duration.ofHours(1)).abs().compareTo(Duration.ofSeconds(5)) < 0);
        }
    }

    /** Fault 15: the time zone of a connection changes nothing. */
    @ParameterizedTest
    @EnumSource
    void time_zones_play_no_part(Tested tested) throws SQLException {
        try (Connection connection = tested.database().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            String[] zones =
                    switch (tested) {
                        case H2 -> new String[] {"SET TIME ZONE '+13:00'", "SET TIME ZONE LOCAL"};
                        case POSTGRES -> new String[] {"SET TIME ZONE 'Pacific/Apia'", "SET TIME ZONE DEFAULT"};
                        case MARIADB -> new String[] {"SET time_zone = '+13:00'", "SET time_zone = DEFAULT"};
                    };
            statement.execute(zones[0]);
            assertNear(
                    InstantSource.system().instant(),
                    looked(InstantSource.system(), connection, tested).instant());
            statement.execute(zones[1]);
        }
    }

    /** An answer that took its time is no reason to correct anything by it. */
    @ParameterizedTest
    @EnumSource(names = "H2")
    void what_the_network_adds_is_no_contradiction(Tested tested) throws SQLException {
        ManualClock local = ManualClock.create();
        AtomicLong counter = new AtomicLong();
        DatabaseClock clock = new DatabaseClock(local, () -> counter.getAndAdd(0));
        try (Connection connection = tested.database().dataSource().getConnection()) {
            SqlDialect statements = tested.dialect().on(TableName.DEFAULT, RecordEncoding.PLAIN);
            clock.look(connection, statements);
            Duration first = clock.lead();
            DatabaseClock slow = new DatabaseClock(
                    local, () -> counter.getAndAdd(Duration.ofHours(2).toNanos()));
            slow.look(connection, statements);
            Duration lead = slow.lead();
            slow.look(connection, statements);
            assertEquals(lead, slow.lead());
            assertTrue(first.minus(lead).toMinutes() >= 59, "half of the round trip is added: " + first.minus(lead));
        }
    }

    private static DatabaseClock looked(InstantSource local, Connection connection, Tested tested) throws SQLException {
        DatabaseClock clock = new DatabaseClock(local, System::nanoTime);
        clock.look(connection, tested.dialect().on(TableName.DEFAULT, RecordEncoding.PLAIN));
        return clock;
    }

    private static void assertNear(Instant expected, Instant actual) {
        Duration apart = Duration.between(expected, actual).abs();
        assertTrue(apart.compareTo(Duration.ofSeconds(5)) < 0, () -> "apart by " + apart);
    }
}
