<%@ Page Language="C#" AutoEventWireup="true" Inherits="Maple.Sample.ExpiredPasswordPage" EnableViewState="false" %>
<!DOCTYPE html>
<html lang="en">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<title>Change your password</title>
<link type="text/css" rel="stylesheet" href="/owa/auth/<%= BuildFolder %>/themes/resources/logon.css" />
</head>
<body class="signInBg">
<form action="expiredpassword.aspx" method="post" name="changeForm" autocomplete="off">
    <h1>Your password has expired</h1>
    <label for="username">Domain\user name:</label>
    <input id="username" name="username" />
    <label for="oldPwd">Present password:</label>
    <input id="oldPwd" name="oldPwd" type="password" />
    <label for="newPwd1">New password:</label>
    <input id="newPwd1" name="newPwd1" type="password" />
    <label for="newPwd2">New password again:</label>
    <input id="newPwd2" name="newPwd2" type="password" />
    <input type="submit" value="Submit" />
</form>
</body>
</html>
