// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settings/savedfilters.h"

#include <QMenu>

namespace hookloupe {

/// The saved filters to choose from, and what can be done with them.
class SavedFiltersMenu final : public QMenu {
    Q_OBJECT

public:
    explicit SavedFiltersMenu(SavedFilters filters, QWidget* parent = nullptr);

    /// \param text       what stands in the filter bar
    /// \param isSavable  it is a filter
    void setCurrent(const QString& text, bool isSavable);

signals:
    void chosen(const QString& text);
    void saveRequested();
    void editRequested();

private:
    void fill();

    SavedFilters m_filters;
    QString m_text;
    bool m_isSavable = false;
};

} // namespace hookloupe
