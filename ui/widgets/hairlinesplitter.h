// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSplitter>

namespace hookloupe {

/// A splitter whose handle is a thin line in a grip that is wide enough to hit.
class HairlineSplitter final : public QSplitter {
    Q_OBJECT

public:
    HairlineSplitter(Qt::Orientation orientation, QWidget* parent = nullptr);

protected:
    QSplitterHandle* createHandle() override;
};

} // namespace hookloupe
