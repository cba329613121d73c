package io.priok.api;

import io.priok.api.http.Answers;
import io.priok.api.http.Query;
import io.priok.api.view.TaskView;
import io.priok.control.query.Lookup;
import io.priok.control.query.TaskQueries;
import io.priok.domain.Task;
import io.priok.image.Image;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Tasks: to be looked at only. */
@Path("/tasks")
@RequestScoped
public class TaskResource {
    @Inject
    Desk desk;

    @GET
    public Response list(@QueryParam("filters") @Nullable String filters) {
        Image image = desk.image();
        return Answers.list(TaskQueries.list(image, Query.filters(filters), desk.self()), task -> view(image, task));
    }

    @GET
    @Path("/{id}")
    public Response inspect(@PathParam("id") String id) {
        Image image = desk.image();
        return Answers.ok(view(image, Lookup.task(image, id)));
    }

    private TaskView view(Image image, Task task) {
        boolean job = image.service(task.serviceId())
                .filter(service -> service.spec().mode().isJob())
                .isPresent();
        return TaskView.of(task, desk.seen().of(task), job);
    }
}
