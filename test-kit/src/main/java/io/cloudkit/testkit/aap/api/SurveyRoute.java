package io.cloudkit.testkit.aap.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.testkit.aap.controller.Controller;
import io.cloudkit.testkit.aap.controller.Question;
import io.cloudkit.testkit.aap.controller.Template;
import io.cloudkit.testkit.http.HttpAnswer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@code …/survey_spec/}: what a template asks a person, and its change. */
final class SurveyRoute {
  private final Controller controller;

  SurveyRoute(Controller controller) {
    this.controller = controller;
  }

  HttpAnswer answer(Call call, Template template) {
    call.allow("GET", "POST", "DELETE");
    if (call.request().method().equals("GET")) {
      return HttpAnswer.json(200, document(template));
    }
    if (!call.user().isSuperuser()) {
      throw Refusal.forbidden();
    }
    List<Question> questions = call.isPost() ? questions(LaunchBody.of(call.request())) : List.of();
    controller.changeSurvey(template.id(), questions);
    return HttpAnswer.empty(200);
  }

  private static ObjectNode document(Template template) {
    ObjectNode doc = Documents.object();
    if (!template.survey().isEmpty()) {
      doc.put("name", "").put("description", "");
      ArrayNode spec = doc.putArray("spec");
      template.survey().forEach(question -> spec.add(question.document()));
    }
    return doc;
  }

  private static List<Question> questions(ObjectNode body) {
    for (String field : List.of("spec", "description", "name")) {
      if (!body.has(field)) {
        throw refusal("Field '" + field + "' is missing from survey spec.");
      }
    }
    if (body.path("spec").isEmpty()) {
      throw refusal("'spec' doesn't contain any items.");
    }
    List<Question> questions = new ArrayList<>();
    Set<String> variables = new HashSet<>();
    for (JsonNode item : body.path("spec")) {
      int index = questions.size();
      if (!item.isObject()) {
        throw refusal("Survey question " + index + " is not a json object.");
      }
      for (String field : List.of("type", "question_name", "variable", "required")) {
        if (!item.has(field)) {
          throw refusal("'" + field + "' missing from survey question " + index);
        }
      }
      String variable = item.path("variable").asText();
      if (!variables.add(variable)) {
        throw refusal("'variable' '" + variable + "' duplicated in survey question " + index + ".");
      }
      questions.add(Question.of(item));
    }
    return questions;
  }

  private static Refusal refusal(String text) {
    return new Refusal(HttpAnswer.json(400, Documents.object().put("error", text)));
  }
}
