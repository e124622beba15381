// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "message/attempttimeline.h"
#include "message/sentencelist.h"
#include "message/storylist.h"
#include "panels/messagepanel.h"
#include "support/deliveries.h"
#include "ui/storyfixture.h"

namespace hookloupe {

/// A panel that shows one story, by a clock that stands still.
struct ShownPanel {
    explicit ShownPanel(MessageStory told, QSize size = { 520, 560 })
        : story(std::move(told))
    {
        panel.setClock([this] { return now; });
        panel.setProviderNames([](const QByteArray& id) {
            const ProfilePtr profile = shippedProfiles().find(id);
            return profile ? profile->name : QString();
        });
        panel.setStorySource([this](DeliveryId) {
            ++asked;
            return story;
        });
        panel.resize(size);
        panel.show();
        tell();
    }

    void tell()
    {
        const qint64 id = story.selected.value == 0 ? 7 : story.selected.value;
        panel.showDelivery(test::makeDelivery("POST / HTTP/1.1\r\nHost: a\r\n\r\n", {}, id));
    }
    template<typename T>
    T* part(const char* name) const
    {
        return panel.findChild<T*>(QString::fromLatin1(name));
    }
    QString head() const { return part<SentenceList>("messageHead")->allText(); }
    QString next() const { return part<SentenceList>("messageNext")->allText().trimmed(); }
    AttemptTimeLine* line() const { return part<AttemptTimeLine>("attemptTimeLine"); }
    StoryList* list() const { return part<StoryList>("attemptList"); }

    SystemTime now = storyBegin() + 6min;
    MessageStory story;
    int asked = 0;
    MessagePanel panel;
};

} // namespace hookloupe
