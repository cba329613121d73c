package io.priok.domain;

/** The typed identifier of an object in the cluster state. */
public sealed interface ObjectId permits ClusterId, NodeId, ServiceId, TaskId, NetworkId, SecretId, ConfigId {
    String value();
}
