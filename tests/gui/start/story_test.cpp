// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/start/story.hpp"

#include <QFile>
#include <QTest>

#include "tests/gui/support/session_fixture.hpp"

using namespace pinstack;
using namespace pinstack::gui;

namespace {

Story story_of(const char* file) {
    Session session;
    if (!session.document().open(example(file)).empty()) return {};
    session.want_comparison(true);
    if (!wait_until_idle(session)) return {};
    return StoryTeller::tell(*session.run(), session.comparison()->runs);
}

QString text_of(const Story& story) {
    QString text;
    for (const StoryStep& step : story.steps) {
        text += step.title + ": " + step.sentences.join(' ') + '\n';
        for (const QString& reason : step.reasons) text += "  " + reason + '\n';
    }
    return text;
}

}  // namespace

class StoryTest : public QObject {
    Q_OBJECT

private slots:
    // Word by word: the story is what a newcomer reads first.
    void zijlstras_example_is_told() {
        QFile golden(PINSTACK_SOURCE_DIR "/tests/gui/start/zijlstra_story.txt");
        QVERIFY(golden.open(QFile::ReadOnly));
        QCOMPARE(text_of(story_of("01-zijlstra-stacking.pinstack.json")), QString::fromUtf8(golden.readAll()));
    }

    // Every instant of loss in the recording is a sentence, and nothing else is.
    void losses_are_those_of_the_run() {
        for (const char* file : {"03-overload-then-stack.pinstack.json", "08-sleep-in-section.pinstack.json",
                                 "kernel/ping-pong.pinstack.json", "locks/spinlocks.pinstack.json"}) {
            Session session;
            QVERIFY(session.document().open(example(file)).empty());
            QVERIFY(wait_until_idle(session));
            const Story story = StoryTeller::tell(*session.run(), {});
            QVERIFY2(!story.steps.empty(), file);
            int lost = 0;
            for (const StoryStep& step : story.steps) {
                for (const SeriesStep& now : session.run()->recording.series) {
                    if (now.at != step.at || now.stacking_loss == lost || step.title == "In the end") continue;
                    lost = now.stacking_loss;
                    QVERIFY2(step.sentences.back().contains(lost == 0 ? "No CPU is lost" : "lost to stacking"), file);
                }
            }
        }
    }
};

QTEST_GUILESS_MAIN(StoryTest)
#include "story_test.moc"
