package io.priok.store.projection;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

@Entity
@Table(name = "cluster")
class ClusterEntity extends ObjectEntity {
    String name = "";
}
