// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servers;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;

/**
 * A DataSource that writes down what passes to a database: each prepared statement that is executed, and each begin and end of a
 * transaction. Thread-safe.
 */
public final class CountedStatements {
    private static final Set<String> TRANSACTION = Set.of("setAutoCommit", "commit", "rollback", "setSavepoint");

    private final DataSource target;
    private final List<String> log = new CopyOnWriteArrayList<>();

    /** Writes down what passes to this one. */
    public CountedStatements(DataSource target) {
        this.target = target;
    }

    /** To be used in the place of the one given. */
    public DataSource dataSource() {
        return wrap(DataSource.class, target, "");
    }

    /** What has passed since this was last asked: SQL as it was prepared, and names of methods. */
    public List<String> taken() {
        List<String> passed = new ArrayList<>(log);
        log.clear();
        return passed;
    }

    private <T> T wrap(Class<T> type, Object wrapped, String sql) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            note(method, arguments, sql);
            Object result = invoke(wrapped, method, arguments);
            // What is unwrapped stays as it is: somebody wants the driver's own.
            if (result instanceof Connection connection && method.getReturnType() == Connection.class) {
                return wrap(Connection.class, connection, "");
            }
            if (result instanceof PreparedStatement statement) {
                return wrap(PreparedStatement.class, statement, String.valueOf(arguments[0]));
            }
            return result;
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private void note(Method method, Object[] arguments, String sql) {
        if (method.getName().startsWith("execute")) {
            log.add(sql.isEmpty() ? String.valueOf(arguments[0]) : sql);
        } else if (TRANSACTION.contains(method.getName())) {
            log.add(method.getName());
        }
    }

    private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failed) {
            throw failed.getCause();
        }
    }
}
