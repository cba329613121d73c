-- What the log's entries have made of the cluster, by the manager that owns this database. SQL that H2 and PostgreSQL share.
-- The columns beside a document repeat what queries ask for; the document is the object.

create table progress (
    id        smallint not null primary key check (id = 1),
    log_index bigint   not null,
    term      bigint   not null,
    leader    varchar(64)
);
insert into progress (id, log_index, term, leader) values (1, 0, 0, null);

create table cluster (
    id         varchar(64) not null primary key,
    version    bigint      not null,
    created_at timestamp(6) with time zone not null,
    updated_at timestamp(6) with time zone not null,
    name       varchar(1024) not null,
    document   text        not null
);

create table node (
    id           varchar(64) not null primary key,
    version      bigint      not null,
    created_at   timestamp(6) with time zone not null,
    updated_at   timestamp(6) with time zone not null,
    name         varchar(1024) not null,
    role         varchar(16) not null,
    availability varchar(16) not null,
    state        varchar(16) not null,
    address      varchar(256) not null,
    document     text        not null
);

create table service (
    id             varchar(64) not null primary key,
    version        bigint      not null,
    created_at     timestamp(6) with time zone not null,
    updated_at     timestamp(6) with time zone not null,
    name           varchar(1024) not null,
    image          varchar(1024) not null,
    mode           varchar(16) not null,
    pending_delete boolean     not null,
    document       text        not null
);
create index service_name on service (name);

create table task (
    id            varchar(64) not null primary key,
    version       bigint      not null,
    created_at    timestamp(6) with time zone not null,
    updated_at    timestamp(6) with time zone not null,
    service_id    varchar(64) not null,
    slot          bigint      not null,
    node_id       varchar(64),
    state         varchar(16) not null,
    desired_state varchar(16) not null,
    document      text        not null
);
create index task_service on task (service_id);
create index task_node on task (node_id);

create table network (
    id         varchar(64) not null primary key,
    version    bigint      not null,
    created_at timestamp(6) with time zone not null,
    updated_at timestamp(6) with time zone not null,
    name       varchar(1024) not null,
    document   text        not null
);

create table config (
    id         varchar(64) not null primary key,
    version    bigint      not null,
    created_at timestamp(6) with time zone not null,
    updated_at timestamp(6) with time zone not null,
    name       varchar(1024) not null,
    document   text        not null
);

-- Documents of secrets, and of the cluster with its join tokens, are sealed: never in the clear on a disk.
create table secret (
    id         varchar(64) not null primary key,
    version    bigint      not null,
    created_at timestamp(6) with time zone not null,
    updated_at timestamp(6) with time zone not null,
    name       varchar(1024) not null,
    document   text        not null
);

-- The transactions applied last, by which a doubled one is known.
create table applied_id (
    log_index      bigint       not null primary key,
    transaction_id varchar(128) not null
);

-- History, bounded by number of rows. Keys of event and task_history: log index * 2^20 + position in the transaction.
create table task_history (
    id            bigint      not null primary key,
    task_id       varchar(64) not null,
    service_id    varchar(64) not null,
    service_name  varchar(1024) not null,
    slot          bigint      not null,
    node_id       varchar(64),
    state         varchar(16) not null,
    desired_state varchar(16) not null,
    changed_at    timestamp(6) with time zone not null,
    message       varchar(1024) not null,
    err           varchar(1024) not null,
    container_id  varchar(128),
    exit_code     integer
);
create index task_history_service on task_history (service_id, id);

create table event (
    id         bigint      not null primary key,
    kind       varchar(16) not null,
    action     varchar(16) not null,
    object_id  varchar(64) not null,
    happened_at timestamp(6) with time zone not null,
    attributes text        not null
);
create index event_time on event (happened_at);

create table audit (
    log_index      bigint       not null primary key,
    transaction_id varchar(128) not null,
    author         varchar(1024) not null,
    term           bigint       not null,
    written_at     timestamp(6) with time zone not null,
    outcome        varchar(16)  not null,
    reason         varchar(1024) not null,
    changes        varchar(4096) not null
);
