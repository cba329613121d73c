# shellcheck shell=bash
# Where tasks may run.

draining() {
    local kept
    chapter "A node is drained" "Before work on a host its tasks move to the others; the old ones stay in the list as history."
    ask h1 "docker service scale --detach web=3" >/dev/null
    soon 20 "three tasks run, one on h2" tasks_on h1 web h2 1
    on h1 "docker node update --availability drain h2"
    promise "h2 is drained" well_said '^h2$'
    soon 20 "three tasks run on h1 and h3" converged 3 web h1 h1 h3
    soon 20 "and none on h2" runs_none h2 web
    on h1 "docker node ls"
    promise "h2 is Ready, but in Drain" well_said ' h2 +Ready +Drain '
    soon 5 "history tells of the task on h2" history_shows h1 web h2
    on h1 "docker service ps web"
    promise 'as \_ web.N … Shutdown' well_said '^[0-9a-z]+ +\\_ web\.[0-9] +nginx:latest +h2 +Shutdown +Shutdown '
    on h1 "docker node update --availability active h2"
    soon 10 "h2 is active again" node_is h1 h2 "Ready Active (Reachable|Leader)"
    remark "Running tasks are left where they are; the next ones go to h2:"
    on h1 "docker service scale web=5"
    promise "five tasks run" converged 5 web h1 h1 h2 h3
    soon 1 "and h2 has some of them" runs_some h2 web
    remark "A paused node keeps its tasks and takes no new ones:"
    on h1 "docker node update --availability pause h2"
    kept=$(containers h2 web | sort)
    on h1 "docker service scale web=8"
    promise "eight tasks run" converged 8 web h1 h1 h2 h3
    promise "on h2 the same as before" same_containers h2 web "$kept"
    on h1 "docker node update --availability active h2"
    soon 10 "h2 is active again" node_is h1 h2 "Ready Active (Reachable|Leader)"
}

same_containers() { [[ $(containers "$1" "$2" | sort) == "$3" ]]; }

placing() {
    chapter "Labels and constraints" "A constraint names the nodes that a service may use; when labels change, tasks follow."
    on h1 "$CREATE --detach --name db --replicas 2 --constraint node.labels.disk==ssd redis:7.2"
    soon 10 "no node is suitable yet, and the list says why" why_pending h1 db "no suitable node (scheduling constraints not satisfied on 3 nodes)"
    on h1 "docker service ps --no-trunc --format 'table {{.Name}}\t{{.CurrentState}}\t{{.Error}}' db"
    promise "the tasks wait" well_said 'db\.1 +Pending '
    on h1 "docker node update --label-add disk=ssd h3"
    soon 15 "both tasks run on h3" tasks_on h1 db h3 2
    on h1 "docker node inspect --format '{{.Spec.Labels}}' h3"
    promise "the label is shown" well_said '^map\[disk:ssd\]$'
    on h1 "docker node update --label-add disk=ssd h1 && docker node update --label-rm disk h3"
    soon 20 "both tasks have moved to h1" tasks_on h1 db h1 2
    soon 20 "and left h3" runs_none h3 db
    on h1 "docker service ps db"
    on h1 "docker service rm db"
    soon 20 "the service is gone" runs_exactly 0 db h1 h2 h3
}

why_pending() { ask "$1" "docker service ps --no-trunc --format '{{.Error}}' $2" | grep -qF "$3"; }
