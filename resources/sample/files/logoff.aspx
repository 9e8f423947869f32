<%@ Page Language="C#" AutoEventWireup="true" Inherits="Maple.Sample.LogoffPage" EnableViewState="false" %>
<!DOCTYPE html>
<html lang="en">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<title>Signed out</title>
<link type="text/css" rel="stylesheet" href="/owa/auth/<%= BuildFolder %>/themes/resources/logon.css" />
</head>
<body class="signInBg">
<h1>You are signed out</h1>
<p>For your safety, close all windows of your browser.</p>
<p><a href="/owa/">Sign in again</a></p>
</body>
</html>
