// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import dev.sojourn.store.SessionStore;
import dev.sojourn.store.memory.NearCache;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/**
 * In a database.
 *
 * @param name its JDBC URL, with user and password where it wants them
 * @param createsSchema whether the tables are created if they are not there
 */
record JdbcDemoStore(String name, boolean createsSchema) implements DemoStore {
    private static final String POSTGRESQL = "jdbc:postgresql:";
    private static final String H2 = "jdbc:h2:";
    private static final List<String> KINDS = List.of(POSTGRESQL, "jdbc:mariadb:", H2);

    /** H2 behind a server of its own; every other H2 is inside this process. */
    private static final Pattern H2_SERVER = Pattern.compile("jdbc:h2:(tcp|ssl):.*", Pattern.DOTALL);

    /** H2 gives each connection a database of its own if it has no name. */
    private static final Pattern H2_NAMELESS = Pattern.compile("jdbc:h2:mem:(;.*)?", Pattern.DOTALL);

    /** From here on there may be a password. */
    private static final Pattern SETTINGS = Pattern.compile("[?;].*", Pattern.DOTALL);

    static boolean isNamedBy(String name) {
        return KINDS.stream().anyMatch(name::startsWith);
    }

    /** The tables of a database inside this process are created without being asked for: nobody else could. */
    static JdbcDemoStore parse(String url) {
        if (withoutSettings(url).contains("@")) {
            throw new TypeConversionException("user and password of a database go after its name: "
                    + "jdbc:postgresql://HOST:PORT/DB?user=USER&password=PASSWORD");
        }
        if (H2_NAMELESS.matcher(url).matches()) {
            throw new TypeConversionException("a database in memory needs a name, such as jdbc:h2:mem:demo");
        }
        try {
            DriverManager.getDriver(url);
        } catch (SQLException | RuntimeException notUnderstood) {
            String kind = KINDS.stream().filter(url::startsWith).findFirst().orElseThrow();
            throw new TypeConversionException("the driver of " + kind + " does not understand this URL");
        }
        return new JdbcDemoStore(url, isInProcess(url));
    }

    /** The same, with the tables created if they are not there. */
    JdbcDemoStore creatingSchema() {
        return new JdbcDemoStore(name, true);
    }

    @Override
    public String label() {
        return withoutSettings(name);
    }

    @Override
    public boolean isShared() {
        return !isInProcess(name);
    }

    @Override
    public boolean tellsChanges() {
        return name.startsWith(POSTGRESQL);
    }

    @Override
    public SessionStore open(boolean nearCache) {
        SessionStore database = new DemoDatabase(name, label(), isInProcess(name)).open(createsSchema, nearCache);
        return nearCache ? NearCache.builder(database).build() : database;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return label();
    }

    private static String withoutSettings(String url) {
        return SETTINGS.matcher(url).replaceFirst("");
    }

    private static boolean isInProcess(String url) {
        return url.startsWith(H2) && !H2_SERVER.matcher(url).matches();
    }
}
