// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A DataSource whose next statements fail before they reach the database. */
final class FailingStatements {
    private final DataSource target;
    private final AtomicInteger left = new AtomicInteger();
    private volatile SQLException failure = new SQLException();

    FailingStatements(DataSource target) {
        this.target = target;
    }

    void failNext(int statements, SQLException newFailure) {
        failure = newFailure;
        left.set(statements);
    }

    DataSource dataSource() {
        return wrap(DataSource.class, target);
    }

    private <T> T wrap(Class<T> type, Object wrapped) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.getName().startsWith("execute") && left.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                throw failure;
            }
            try {
                Object result = method.invoke(wrapped, arguments);
                if (result instanceof Connection connection) {
                    return wrap(Connection.class, connection);
                }
                return result instanceof PreparedStatement statement
                        ? wrap(PreparedStatement.class, statement)
                        : result;
            } catch (InvocationTargetException failed) {
                throw failed.getCause();
            }
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
