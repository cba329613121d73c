package io.priok.runtime;

import io.priok.log.LogConfig;
import io.priok.log.LogMember;
import io.priok.message.LocalNode;

/** Where and under which name a manager's part of the log is. */
final class LogPlace {
    private LogPlace() {}

    /** Of a log that this manager begins alone. */
    static LogConfig begun(Settings settings, LocalNode node) {
        return LogConfig.bootstrap(settings.logDir(node.incarnation()), member(settings, node), node.logName());
    }

    /** Of a log that is there, here or at the other managers. */
    static LogConfig continued(Settings settings, LocalNode node) {
        return LogConfig.join(settings.logDir(node.incarnation()), member(settings, node), node.logName());
    }

    private static LogMember member(Settings settings, LocalNode node) {
        return new LogMember(node.nodeId().value(), node.advertiseAddress(), settings.logPort());
    }
}
