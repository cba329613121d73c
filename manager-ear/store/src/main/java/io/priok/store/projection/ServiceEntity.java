package io.priok.store.projection;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

@Entity
@Table(name = "service")
class ServiceEntity extends ObjectEntity {
    String name = "";
    String image = "";
    String mode = "";
    boolean pendingDelete;
}
