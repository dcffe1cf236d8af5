// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import javax.sql.DataSource;

/** A DataSource that says it is another database. */
final class OtherProduct {

    private OtherProduct() {}

    static DataSource of(DataSource target, String product) {
        return wrap(DataSource.class, target, product);
    }

    private static <T> T wrap(Class<T> type, Object target, String product) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            if (method.getName().equals("getDatabaseProductName")) {
                return product;
            }
            try {
                Object result = method.invoke(target, args);
                if (result instanceof Connection) {
                    return wrap(Connection.class, result, product);
                }
                return result instanceof DatabaseMetaData ? wrap(DatabaseMetaData.class, result, product) : result;
            } catch (InvocationTargetException failed) {
                throw failed.getCause();
            }
        }));
    }
}
