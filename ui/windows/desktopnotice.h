// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

#include <memory>

class QSystemTrayIcon;

namespace hookloupe {

/// A notice of the desktop, through the icon in its tray, which is there from the first notice on. Takes no focus.
class DesktopNotice final : public QObject {
    Q_OBJECT

public:
    explicit DesktopNotice(QObject* parent = nullptr);
    ~DesktopNotice() override;

    /// \return false where the desktop shows none
    bool show(const QString& text);
    /// Takes the icon away.
    void hide();

signals:
    /// Somebody clicked the notice or the icon.
    void activated();

private:
    std::unique_ptr<QSystemTrayIcon> m_icon;
};

} // namespace hookloupe
