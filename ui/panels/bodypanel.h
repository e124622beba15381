// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "panels/bodywork.h"
#include "panels/deliverypanel.h"

#include <QHash>
#include <QTimer>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace hookloupe {

class BytePane;
class FindBar;
class PrettyView;
class SaveButton;
class SegmentedSwitch;

/// The body: made easy to read, as text or in hexadecimal; decoded or as sent. What is large is shown a screenful at
/// a time, and laid out in the background.
class BodyPanel final : public DeliveryPanel {
    Q_OBJECT

public:
    enum Form { Pretty, Text, Hex };

    explicit BodyPanel(QWidget* parent = nullptr);

    void showDelivery(DeliveryPtr delivery) override;
    /// True while something is decoded or laid out.
    bool isBusy() const { return m_work.isRunning(); }

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QWidget* makeBar();
    QWidget* makeNotice();
    void takeDecoded(const DecodedBody& body);
    void takePretty(const PrettyBody& body);
    void chooseForm(int form);
    void showBody();
    void showBytes(Form form);
    void showEmpty(const QString& text);
    void showNotice(const QString& text, const QString& action = {});
    void updateNotice();
    void updateKindLine();
    void actOnNotice();
    void aimFind();
    void copy();
    ByteSourcePtr shownBytes() const;
    QString fileName() const;
    bool isShowingSent() const;
    bool canBePretty() const;
    int choiceKey() const;
    Form wantedForm() const;

    BodyWork m_work;
    QTimer m_patience; ///< how long the body shown before may stay
    DeliveryPtr m_delivery;
    DecodedBody m_decoded;
    PrettyBody m_pretty;
    bool m_isPrettyKnown = false;
    QHash<int, int> m_chosenForms; ///< what somebody wanted to see a kind of body in

    SegmentedSwitch* m_form = nullptr;
    SegmentedSwitch* m_coding = nullptr;
    SaveButton* m_save = nullptr;
    QLabel* m_kind = nullptr;
    QWidget* m_notice = nullptr;
    QLabel* m_noticeText = nullptr;
    QPushButton* m_noticeAction = nullptr;
    QStackedWidget* m_stack = nullptr;
    QLabel* m_empty = nullptr;
    PrettyView* m_prettyView = nullptr;
    BytePane* m_bytes = nullptr;
    FindBar* m_find = nullptr;
};

} // namespace hookloupe
