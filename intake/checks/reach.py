"""Can every rule fire, but not for everybody, and can every question be asked? Found out exactly."""

from collections.abc import Iterator

from intake.checks.content import Content
from intake.conditions import Condition
from intake.questionnaire import Questionnaire, build
from intake.satisfy import find


def reach(content: Content) -> list[str]:
    questionnaire = build("", content.questions)
    return [*_questions(questionnaire), *_rules(content, questionnaire)]


def _questions(questionnaire: Questionnaire) -> Iterator[str]:
    for question in questionnaire.questions.values():
        if question.show_when and find(question.show_when, questionnaire, sent=True) is None:
            yield (
                f"questions.toml, question {question.id}: no page ever shows it: "
                "no answers make show_when true. Correct show_when, or remove the question."
            )


def _rules(content: Content, questionnaire: Questionnaire) -> Iterator[str]:
    for rule in content.rule_entries:
        condition = content.condition(rule["when"])
        if not isinstance(condition, Condition):
            continue
        if find(condition, questionnaire, sent=True) is None:
            yield (
                f"rules.toml, rule {rule['id']}: it can never fire: no form that can be sent makes it true. "
                "Correct the condition, or remove the rule."
            )
        elif not any(find(condition, questionnaire, wanted=other, sent=True) for other in (False, None)):
            yield (
                f"rules.toml, rule {rule['id']}: it fires for everybody: no form that can be sent makes it "
                "false. Correct the condition."
            )
