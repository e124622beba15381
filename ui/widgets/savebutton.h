// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bytes/bytesource.h"

#include <QFutureWatcher>
#include <QToolButton>

namespace hookloupe {

/// Writes bytes to a file that it asks for; in the background, for they may be many.
class SaveButton final : public QToolButton {
    Q_OBJECT

public:
    explicit SaveButton(QWidget* parent = nullptr);
    ~SaveButton() override;

    /// \param fileName  proposed to the user
    void setSource(ByteSourcePtr source, const QString& fileName);
    /// Writes to \p path without asking; done() follows.
    void saveTo(const QString& path);

signals:
    /// \param problem  empty when the file was written
    void done(const QString& path, const QString& problem);

private:
    void ask();

    ByteSourcePtr m_source;
    QString m_fileName;
    QString m_path;
    QFutureWatcher<QString> m_watcher;
};

} // namespace hookloupe
