// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "panels/deliverypanel.h"

class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QSortFilterProxyModel;

namespace hookloupe {

class HeadersModel;
class HeaderTable;

/// The headers as sent, a field that narrows them, the trailers below, and in full the one that is selected.
class HeadersPanel final : public DeliveryPanel {
    Q_OBJECT

public:
    explicit HeadersPanel(QWidget* parent = nullptr);

    void showDelivery(DeliveryPtr delivery) override;

private:
    QWidget* makeBar();
    void applyFilter(const QString& text);
    void updateCount();
    void showWhole();
    void copyAll();

    HeadersModel* m_headers = nullptr;
    HeadersModel* m_trailers = nullptr;
    QSortFilterProxyModel* m_shown = nullptr;
    QLineEdit* m_filter = nullptr;
    QLabel* m_count = nullptr;
    HeaderTable* m_table = nullptr;
    QLabel* m_trailersTitle = nullptr;
    HeaderTable* m_trailersTable = nullptr;
    QLabel* m_wholeTitle = nullptr;
    QPlainTextEdit* m_whole = nullptr;
};

} // namespace hookloupe
