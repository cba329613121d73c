package io.priok.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.priok.domain.TaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TemplateTest {
    private final Template template = new Template(Tasks.assignment(Tasks.task("t1", 10, TaskState.RUNNING)), null);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plain|plain",
                "{{.Service.Name}}-{{.Task.Slot}}|web-1",
                "{{ .Task.ID }}@{{.Node.Hostname}}|t1@host1",
                "{{.Task.Name}}|web.1.t1",
                "{{.Service.ID}}/{{.Node.ID}}|service00000000000000000/node0000000000000000000000",
                "{{.Service.Labels.tier}}|front",
                "{{.Service.Labels.none}}|<no value>",
                "x{{index .Service.Labels \"tier\"}}|xfront",
                "x{{index .Service.Labels \"none\"}}y|xy",
                "{{join \"-\" .Service.Name .Task.Slot}}|web-1",
                "a {{- .Task.Slot -}} b|a1b",
                "{{\"{literal}\"}}|{literal}",
            })
    void fillsIn(String text, String expected) throws Unfit {
        assertThat(template.fill("env", text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"{{.Nope.Name}}", "{{.Task}}", "{{printf .Task.ID}}", "{{.Task.ID", "{{}}"})
    void refusesWhatItDoesNotKnow(String text) {
        assertThatThrownBy(() -> template.fill("hostname", text))
                .isInstanceOf(Unfit.class)
                .hasMessageStartingWith("expanding hostname failed");
    }

    @Test
    void showsTheNodeForTheSlotOfAGlobalTask() throws Unfit {
        Template global = new Template(Tasks.assignment(Tasks.globalTask("t1")), null);
        assertThat(global.fill("env", "{{.Task.Slot}}")).isEqualTo(Tasks.NODE.value());
    }
}
