// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what it is told, with what it can read then. */
class RecordingListener implements HttpSessionListener, HttpSessionAttributeListener, HttpSessionIdListener {
    final List<String> told = new CopyOnWriteArrayList<>();
    final List<String> ids = new CopyOnWriteArrayList<>();

    /** What was told since this was last asked. */
    List<String> take() {
        List<String> all = List.copyOf(told);
        told.clear();
        return all;
    }

    @Override
    public void sessionCreated(HttpSessionEvent event) {
        ids.add(event.getSession().getId());
        told.add("created");
    }

    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
        ids.add(event.getSession().getId());
        told.add("destroyed with user " + event.getSession().getAttribute("user"));
    }

    @Override
    public void sessionIdChanged(HttpSessionEvent event, String oldSessionId) {
        ids.add(oldSessionId);
        ids.add(event.getSession().getId());
        told.add("id changed");
    }

    @Override
    public void attributeAdded(HttpSessionBindingEvent event) {
        told.add("added " + event.getName() + "=" + event.getValue());
    }

    @Override
    public void attributeRemoved(HttpSessionBindingEvent event) {
        told.add("removed " + event.getName() + "=" + event.getValue());
    }

    @Override
    public void attributeReplaced(HttpSessionBindingEvent event) {
        told.add("replaced " + event.getName() + "=" + event.getValue());
    }
}
