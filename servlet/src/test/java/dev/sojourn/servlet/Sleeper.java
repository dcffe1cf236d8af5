// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import jakarta.servlet.http.HttpSessionActivationListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import jakarta.servlet.http.HttpSessionEvent;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A value that is only usable while it is awake, and writes down what it is told, with its name. */
final class Sleeper implements HttpSessionActivationListener, HttpSessionBindingListener, Serializable {
    private static final long serialVersionUID = 1L;
    private static final List<String> TOLD = new CopyOnWriteArrayList<>();

    private final String name;
    private boolean asleep;
    private int uses;

    Sleeper(String name) {
        this.name = name;
    }

    /** What all of them were told since this was last asked. */
    static List<String> take() {
        List<String> all = List.copyOf(TOLD);
        TOLD.clear();
        return all;
    }

    /** Uses it. */
    int use() {
        if (asleep) {
            throw new IllegalStateException(name + " is asleep");
        }
        return ++uses;
    }

    boolean isAsleep() {
        return asleep;
    }

    @Override
    public void sessionWillPassivate(HttpSessionEvent event) {
        asleep = true;
        TOLD.add(name + " sleeps");
        if (event.getSession().getAttribute("trouble") != null) {
            throw new IllegalStateException("the application's own trouble");
        }
    }

    @Override
    public void sessionDidActivate(HttpSessionEvent event) {
        asleep = false;
        TOLD.add(name + " wakes in " + event.getSession().getAttribute("user"));
    }

    @Override
    public void valueUnbound(HttpSessionBindingEvent event) {
        TOLD.add(name + (asleep ? " unbound asleep" : " unbound"));
    }
}
