// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.http;

import dev.sojourn.benchmarks.DatabasePool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;

/** The pages without a session system: each does the statements that it cannot do without, and decodes next to nothing. */
final class BareJdbcPages {
    private static final int VALUE_BYTES = 200;

    private final DataSource pool;

    private BareJdbcPages(DataSource pool) {
        this.pool = pool;
    }

    static void addTo(ServletContextHandler context, String url) throws SQLException {
        DataSource pool = DatabasePool.open(url, Load.CONNECTIONS);
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            boolean unused = statement.execute(
                    "CREATE TABLE bare_session (id TEXT PRIMARY KEY, value BYTEA) WITH (fillfactor = 80)");
        }
        BareJdbcPages pages = new BareJdbcPages(pool);
        Pages.add(context, "/create", (request, response) -> {
            String id = UUID.randomUUID().toString();
            pages.change("INSERT INTO bare_session (value, id) VALUES (?, ?)", new byte[VALUE_BYTES], id);
            BareVisitor.greet(response, id);
            return "created";
        });
        Pages.add(
                context, "/read", (request, response) -> Integer.toString(pages.value(BareVisitor.of(request)).length));
        Pages.add(context, "/write", (request, response) -> {
            String id = BareVisitor.of(request);
            byte[] value = pages.value(id);
            ByteBuffer.wrap(value).putInt(0, ByteBuffer.wrap(value).getInt(0) + 1);
            pages.change("UPDATE bare_session SET value = ? WHERE id = ?", value, id);
            return "written";
        });
    }

    private byte[] value(String id) throws IOException {
        try (Connection connection = pool.getConnection();
                PreparedStatement select = connection.prepareStatement("SELECT value FROM bare_session WHERE id = ?")) {
            select.setString(1, id);
            try (ResultSet rows = select.executeQuery()) {
                rows.next();
                return rows.getBytes(1);
            }
        } catch (SQLException failure) {
            throw new IOException(failure);
        }
    }

    private void change(String sql, byte[] value, String id) throws IOException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setBytes(1, value);
            statement.setString(2, id);
            int unused = statement.executeUpdate();
        } catch (SQLException failure) {
            throw new IOException(failure);
        }
    }
}
